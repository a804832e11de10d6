import type { Reader } from '../archive/types.js'
import { numberOf, textOf, timeOf } from './row.js'
import type { Installs, PanelFilter } from './types.js'

/** What is not in a report has this name. */
const UNKNOWN = "'unknown'"
/**
 * The product's version stands in `env` under the product's own name, beside Node's. JSON gives names in their order, so the first
 * that is not Node's is it.
 */
const VERSION = `coalesce(
  json_extract_string(body, '/version'),
  json_extract_string(body, '/env/' || list_filter(json_keys(body, '/env'), lambda name: name <> 'nodejs')[1]),
  ${UNKNOWN})`
const PLATFORM = `coalesce(
  nullif(concat_ws(' ', json_extract_string(body, '/os/type'), json_extract_string(body, '/os/arch')), ''),
  ${UNKNOWN})`

/**
 * Who runs it, and what. Reports have neither token nor route nor properties: those conditions do not apply to them.
 * A report without an install's id counts as a report, and as no install.
 */
export async function installs(reader: Reader, { from, to }: PanelFilter): Promise<Installs> {
  const ask = (sql: string) => reader.all(sql, [from, to])
  const within = 'received >= $1::TIMESTAMP AND received < $2::TIMESTAMP'
  const [totals] = await ask(
    `SELECT count(DISTINCT instance_id) AS active, count(*) AS reports FROM pings WHERE ${within}`,
  )
  // What an install is now: an update must not count it under both versions.
  const newest = (name: string) =>
    ask(
      `SELECT ${name} AS name, count(*) AS n
       FROM (
         SELECT arg_max(body, received) AS body FROM pings
         WHERE instance_id IS NOT NULL AND ${within} GROUP BY instance_id
       )
       GROUP BY name ORDER BY n DESC, name`,
    )
  const days = await ask(
    `SELECT epoch_ms(date_trunc('day', received)) AS day, count(DISTINCT instance_id) AS installs
     FROM pings WHERE ${within} GROUP BY day ORDER BY day`,
  )
  const named = (rows: Awaited<ReturnType<typeof newest>>) =>
    rows.map((row) => ({ name: textOf(row, 'name'), count: numberOf(row, 'n') }))
  return {
    active: numberOf(totals, 'active'),
    reports: numberOf(totals, 'reports'),
    versions: named(await newest(VERSION)),
    platforms: named(await newest(PLATFORM)),
    days: days.map((row) => ({ at: timeOf(row, 'day'), installs: numberOf(row, 'installs') })),
  }
}
