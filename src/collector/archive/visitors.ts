import type { Connection } from './database.js'

/**
 * Visitors by number: to tell millions of texts apart takes half a second, of numbers a tenth of that. A visitor has a number as
 * long as there is an event of theirs.
 */
export const VISITORS_SCHEMA = `
CREATE TABLE IF NOT EXISTS visitors (
  number      INTEGER NOT NULL,
  distinct_id VARCHAR NOT NULL
);
`

/** The visitors of the table `staging`, in the table `arrived`: those who are new get the next numbers. */
export async function numberVisitors(connection: Connection): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE arrived AS
     SELECT distinct_id, number IS NULL AS is_new, coalesce(
       number,
       (SELECT coalesce(max(number), 0) FROM visitors) + row_number() OVER (PARTITION BY number IS NULL)
     )::INTEGER AS number
     FROM (SELECT DISTINCT distinct_id FROM staging) LEFT JOIN visitors USING (distinct_id)`,
  )
  await connection.run('INSERT INTO visitors SELECT number, distinct_id FROM arrived WHERE is_new')
}

/** The same for events of a database that had no numbers. */
export const NUMBERS_OF_OLD_EVENTS = `
INSERT INTO visitors
SELECT (SELECT coalesce(max(number), 0) FROM visitors) + row_number() OVER (), distinct_id
FROM (SELECT DISTINCT distinct_id FROM events WHERE visitor IS NULL) ANTI JOIN visitors USING (distinct_id);
UPDATE events SET visitor = number FROM visitors
WHERE events.visitor IS NULL AND events.distinct_id = visitors.distinct_id;
`

/** Who has no event any more is forgotten. */
export async function forgetVisitors(connection: Connection): Promise<void> {
  await connection.run('DELETE FROM visitors WHERE NOT EXISTS (SELECT 1 FROM events WHERE visitor = number)')
}
