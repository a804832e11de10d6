import type { Reader, Row } from '../archive/types.js'
import { Refusal } from '../errors.js'
import { conditions } from './filter.js'
import type { Conditions } from './filter.js'
import { numberOf } from './row.js'
import { partsOf, visits } from './time-parts.js'
import type { Parts } from './time-parts.js'
import type { PanelFilter, Series } from './types.js'
import { visitorsIn } from './visitors.js'

/** Steps that read well on an axis: a minute to a week, in seconds. */
const STEPS = [60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800]
/** What `auto` aims at: as many as a screen can show apart. */
const AUTO_POINTS = 120
const MOST_POINTS = 2_000

/** Views, visitors and sessions over time. Steps begin at whole multiples since 1970, UTC: the first may begin before `from`. */
export async function series(reader: Reader, filter: PanelFilter, wished?: number): Promise<Series> {
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

  const counts = await perStep(reader, filter, { first, step, points: last - first })
  const points = Array.from({ length: last - first }, (_, index) => ({
    at: new Date((first + index) * step * 1000).toISOString(),
    views: numberOf(counts.get(index), 'views'),
    visitors: numberOf(counts.get(index), 'visitors'),
    sessions: numberOf(counts.get(index), 'sessions'),
  }))
  return { step, points }
}

interface Steps {
  readonly first: number
  readonly step: number
  readonly points: number
}

async function perStep(reader: Reader, filter: PanelFilter, steps: Steps): Promise<Map<number, Row>> {
  const counted = new Map(
    (await viewsPerStep(reader, filter, steps)).map((row) => [numberOf(row, 'nth'), row]),
  )
  const parts = await partsOf(reader, filter, !conditions(filter).matches)
  const visited =
    parts.days.length > 0
      ? await sessionsOfDays(reader, filter, parts, steps)
      : await sessionsPerStep(reader, filter, steps)
  for (const { nth, sessions } of visited) counted.set(Number(nth), { ...counted.get(Number(nth)), sessions })
  return counted
}

async function viewsPerStep(reader: Reader, filter: PanelFilter, steps: Steps): Promise<Row[]> {
  const { where, bind, parameters } = conditions(filter)
  return reader.all(
    `SELECT ${nth(steps, bind)('"timestamp"')} AS nth, count(*) AS views, ${await visitorsIn(reader, steps.points)} AS visitors
     FROM events WHERE event = '$pageview' AND ${where} GROUP BY nth`,
    parameters,
  )
}

function sessionsPerStep(reader: Reader, filter: PanelFilter, steps: Steps): Promise<Row[]> {
  const { where, bind, parameters } = conditions(filter)
  return reader.all(
    `SELECT ${nth(steps, bind)('"timestamp"')} AS nth, count(DISTINCT session_id) AS sessions
     FROM events WHERE ${where} GROUP BY nth`,
    parameters,
  )
}

/** Most sessions are within one step from begin to end: only of the others it has to be known in which steps they did something. */
function sessionsOfDays(reader: Reader, filter: PanelFilter, parts: Parts, steps: Steps): Promise<Row[]> {
  const found = conditions(filter)
  const { bind, parameters } = found
  const of = nth(steps, bind)
  return reader.all(
    `WITH visits AS MATERIALIZED (SELECT session_id, ${of('"begin"')} AS nth, ${of('"end"')} AS until FROM (${visits(parts, found)}))
     SELECT nth, sum(sessions) AS sessions
     FROM (
       SELECT nth, count(*) AS sessions FROM visits WHERE nth = until GROUP BY nth
       UNION ALL
       SELECT nth, count(DISTINCT session_id)
       FROM (
         SELECT ${of('"timestamp"')} AS nth, session_id FROM events
         WHERE ${found.time} AND session_id IN (SELECT session_id FROM visits WHERE nth <> until)
       )
       GROUP BY nth
     )
     GROUP BY nth`,
    parameters,
  )
}

/** SQL of the number of the step that a time is in. */
function nth({ first, step }: Steps, bind: Conditions['bind']): (time: string) => string {
  const [begin, length] = [`${bind(first * step * 1000)}::BIGINT`, `${bind(step * 1000)}::BIGINT`]
  return (time) => `((epoch_ms(${time}) - ${begin}) // ${length})`
}

function autoStep({ from, to }: PanelFilter): number {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000
  const fits = STEPS.find((step) => seconds / step <= AUTO_POINTS)
  // Years: whole weeks, as many as are needed.
  return fits ?? Math.ceil(seconds / AUTO_POINTS / 604_800) * 604_800
}
