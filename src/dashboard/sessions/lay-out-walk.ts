import type { Walk } from '../../collector/panels/types.js'

export type Step = Walk['steps'][number]

/** An event that took longer than this to arrive is late, in seconds. The collector's panels draw the line there, too. */
export const LATE = 60

/** One view of a session, with what belongs to it. */
export interface ViewStop {
  readonly kind: 'view'
  readonly key: string
  readonly at: string
  /** The view, unless only its leave arrived. */
  readonly view: Step | undefined
  readonly leave: Step | undefined
  readonly number: number | null
  readonly page: string
  readonly title: string
  /** Seconds from its begin to its leave. */
  readonly wall: number | undefined
  /** The longest that one of its two events took to arrive, where that is late. */
  readonly late: number | undefined
  /** Other events that happened on it. */
  readonly others: readonly Step[]
}

/** Views that `view_number` says there were, and of which nothing arrived. */
export interface Gap {
  readonly kind: 'gap'
  readonly key: string
  readonly first: number
  readonly last: number
}

/** An event that belongs to no view. */
export interface LooseEvent {
  readonly kind: 'event'
  readonly key: string
  readonly step: Step
}

export type Stop = ViewStop | Gap | LooseEvent

interface OpenStop {
  view: Step | undefined
  leave: Step | undefined
  others: Step[]
}

/** Makes a line of stops of a session's events: views with their leaves, and gaps where views are missing. */
export function layOutWalk(steps: readonly Step[]): Stop[] {
  const stops: (OpenStop | Step)[] = []
  const byView = new Map<string, OpenStop>()
  const stopOf = (step: Step): OpenStop => {
    const known = step.viewId === null ? undefined : byView.get(step.viewId)
    if (known) return known
    const stop: OpenStop = { view: undefined, leave: undefined, others: [] }
    stops.push(stop)
    if (step.viewId !== null) byView.set(step.viewId, stop)
    return stop
  }

  // Views first: a leave may stand before its view when both have the same time.
  for (const step of steps) if (step.event === '$pageview') stopOf(step).view = step
  for (const step of steps) {
    if (step.event === '$pageview') continue
    if (step.event === '$pageleave') stopOf(step).leave ??= step
    else if (step.viewId !== null && byView.has(step.viewId)) stopOf(step).others.push(step)
    else stops.push(step)
  }
  const line = stops.map((stop): ViewStop | LooseEvent =>
    'others' in stop ? viewStop(stop) : { kind: 'event', key: stop.uuid, step: stop },
  )
  line.sort((a, b) => momentOf(a).localeCompare(momentOf(b)) || numberOf(a) - numberOf(b))
  return withGaps(line)
}

function viewStop({ view, leave, others }: OpenStop): ViewStop {
  const main = view ?? leave
  const delays = [view, leave].flatMap((step) => (step ? [step.delay] : []))
  const late = Math.max(...delays)
  return {
    kind: 'view',
    key: main?.uuid ?? '',
    at: main?.at ?? '',
    view,
    leave,
    number: main?.viewNumber ?? null,
    page: main?.pathname ?? main?.route ?? '(no path)',
    title: main?.title ?? '',
    wall: view && leave ? Math.max(0, (Date.parse(leave.at) - Date.parse(view.at)) / 1000) : undefined,
    late: late > LATE ? late : undefined,
    others,
  }
}

const momentOf = (stop: ViewStop | LooseEvent): string => (stop.kind === 'view' ? stop.at : stop.step.at)

/** The end of one view is the begin of the next: then their numbers say which was first. */
const numberOf = (stop: ViewStop | LooseEvent): number => (stop.kind === 'view' ? (stop.number ?? 0) : 0)

/** View numbers begin at 1 and go up by 1, so a number that is skipped is a view that is missing. */
function withGaps(line: readonly (ViewStop | LooseEvent)[]): Stop[] {
  const all: Stop[] = []
  let expected = 1
  for (const stop of line) {
    if (stop.kind === 'view' && stop.number !== null) {
      if (stop.number > expected) {
        all.push({ kind: 'gap', key: `gap ${expected}`, first: expected, last: stop.number - 1 })
      }
      expected = Math.max(expected, stop.number + 1)
    }
    all.push(stop)
  }
  return all
}
