import type { Archive } from '../archive/types.js'
import { Refusal } from '../errors.js'
import { conditions } from './filter.js'
import { numberOf } from './row.js'
import type { PanelFilter, Series } from './types.js'

/** Steps that read well on an axis: a minute to a week, in seconds. */
const STEPS = [60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800]
/** What `auto` aims at: as many as a screen can show apart. */
const AUTO_POINTS = 120
const MOST_POINTS = 2_000

/** Views, visitors and sessions over time. Steps begin at whole multiples since 1970, UTC: the first may begin before `from`. */
export async function series(archive: Archive, filter: PanelFilter, wished?: number): Promise<Series> {
  const step = wished ?? autoStep(filter)
  const first = Math.floor(Date.parse(filter.from) / 1000 / step)
  const last = Math.ceil(Date.parse(filter.to) / 1000 / step)
  if (step < 1) throw new Refusal(400, 'invalid_query', '?step is 0: must be 1 or more seconds.', 'step')
  if (last - first > MOST_POINTS) {
    const least = Math.ceil((Date.parse(filter.to) - Date.parse(filter.from)) / 1000 / MOST_POINTS) + 1
    throw new Refusal(
      400,
      'invalid_query',
      `?step is ${step} seconds: that makes more than ${MOST_POINTS} points. Give ${least} or more, or a shorter time.`,
      'step',
    )
  }

  const counts = await perStep(archive, filter, { first, step })
  const points = Array.from({ length: last - first }, (_, index) => ({
    at: new Date((first + index) * step * 1000).toISOString(),
    views: numberOf(counts.get(index), 'views'),
    visitors: numberOf(counts.get(index), 'visitors'),
    sessions: numberOf(counts.get(index), 'sessions'),
  }))
  return { step, points }
}

/** In one statement: where properties are asked for, to read them takes longer than all the rest. */
async function perStep(
  archive: Archive,
  filter: PanelFilter,
  { first, step }: { readonly first: number; readonly step: number },
) {
  const { where, bind, parameters } = conditions(filter)
  const begin = `${bind(first * step * 1000)}::BIGINT`
  const rows = await archive.all(
    `SELECT (epoch_ms("timestamp") - ${begin}) // ${bind(step * 1000)}::BIGINT AS nth,
       count(*) FILTER (event = '$pageview') AS views,
       count(DISTINCT distinct_id) FILTER (event = '$pageview') AS visitors,
       count(DISTINCT session_id) AS sessions
     FROM events WHERE ${where} GROUP BY nth`,
    parameters,
  )
  return new Map(rows.map((row) => [numberOf(row, 'nth'), row]))
}

function autoStep({ from, to }: PanelFilter): number {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000
  const fits = STEPS.find((step) => seconds / step <= AUTO_POINTS)
  // Years: whole weeks, as many as are needed.
  return fits ?? Math.ceil(seconds / AUTO_POINTS / 604_800) * 604_800
}
