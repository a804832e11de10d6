import type { Connection } from './database.js'
import { FACTS_OF_OLD_EVENTS } from './facts.js'
import { NUMBERS_OF_OLD_EVENTS } from './visitors.js'

/** What a database of an earlier version does not have yet. */
export async function upgrade(connection: Connection): Promise<void> {
  await connection.run('ALTER TABLE pings ADD COLUMN IF NOT EXISTS unknown JSON')
  await connection.run('ALTER TABLE events ADD COLUMN IF NOT EXISTS facts VARCHAR')
  await connection.run('ALTER TABLE events ADD COLUMN IF NOT EXISTS visitor INTEGER')
  const doubles = await connection.runAndReadAll(
    `SELECT column_name FROM information_schema.columns
     WHERE table_name = 'events' AND column_name IN ('visible', 'engaged', 'scroll') AND data_type = 'DOUBLE'`,
  )
  for (const [name] of doubles.getRows()) {
    const type = name === 'scroll' ? 'DECIMAL(9,4)' : 'DECIMAL(9,3)'
    await connection.run(
      `ALTER TABLE events ALTER ${String(name)} TYPE ${type} USING try_cast(${String(name)} AS ${type})`,
    )
  }
  await connection.run(FACTS_OF_OLD_EVENTS)
  await connection.run(NUMBERS_OF_OLD_EVENTS)
}
