import type { CollectedEvent } from 'waypost/collector'
import { compare, Mismatch } from '../../src/core/walks/compare.contract.ts'
import type { Expected, ExpectedLeave, ExpectedView } from '../../src/core/walks/facts.contract.ts'
import { leaves, views } from '../journey.ts'
import { routeOf } from './routes.ts'
import type { BrowserWalker } from './walker.ts'

/** A tab that dies is known by what was kept of it last: so many milliseconds before, at most. */
const KEPT = 8_000
/** After so many seconds a page has set its title. */
const SETTLED = { mounted: 0.3, late: 0.8 } as const

const idOf = ({ properties }: CollectedEvent) => properties['$pageview_id']

/** A leave of which nobody can say whether the page told it itself, or somebody else later. */
function lenient(
  leave: ExpectedLeave,
  arrived: CollectedEvent | undefined,
  goneAt: number,
  pauses: readonly number[],
): ExpectedLeave {
  if (arrived?.properties['leave_reason'] !== 'recovered') return leave
  // Of a session that is over only the activity counts, but what was kept last may be from before it was over.
  const pause = pauses.find((at) => at >= leave.at.wall && at <= goneAt)
  const later = pause === undefined ? 0 : (pause - leave.at.wall) / 1000
  const upTo = ({ max }: { max: number }) => ({ min: 0, max: max + later })
  return {
    ...leave,
    reason: 'recovered',
    at: { ...leave.at, slack: (leave.at.slack ?? 0) + KEPT + later * 1000 },
    duration: upTo(leave.duration),
    visible: upTo(leave.visible),
    engaged: upTo(leave.engaged),
  }
}

/** In the order of what happened: each view, and its leave. */
function inOrder(events: readonly CollectedEvent[]): CollectedEvent[] {
  const left = leaves(events)
  const seen = views(events)
  const orphans = left.filter((leave) => !seen.some((view) => idOf(view) === idOf(leave)))
  return [
    ...seen.flatMap((view) => [view, ...left.filter((leave) => idOf(leave) === idOf(view))]),
    ...orphans,
  ]
}

/** Compares all that arrived with all that happened. Throws at the first difference. */
export function judge({ site, setup, oracle, uncertain, pauses, contexts, captured }: BrowserWalker): void {
  const arrived = inOrder(site.paged())
  // A leave that was told late stands beside its view all the same.
  const { expected } = oracle
  const ordered = expected
    .filter((event): event is ExpectedView => event.event === '$pageview')
    .flatMap((view): Expected[] => [
      view,
      ...expected.filter((event) => event.event === '$pageleave' && event.view === view),
    ])
    .map((event, place) => {
      const goneAt = event.event === '$pageleave' && uncertain.get(event)
      return goneAt ? lenient(event, arrived[place], goneAt, pauses) : event
    })
  compare(
    ordered,
    arrived.map(({ event, uuid, timestamp, properties }) => ({
      event,
      uuid,
      timestamp: Date.parse(timestamp),
      session: String(properties['$session_id']),
      properties,
    })),
    site.origin,
  )

  /** What arrived of each view. */
  const viewEvents = new Map<ExpectedView, CollectedEvent>()
  ordered.forEach((event, place) => {
    const found = arrived[place]
    if (event.event === '$pageview' && found) viewEvents.set(event, found)
  })
  judgeWindows(viewEvents, contexts)
  // Without a router an app may set any title at any time.
  if (setup.way !== 'plain') judgeTitles(viewEvents, contexts, ordered)
  judgeCaptured(site.arrived(), captured, viewEvents)
}

/** A tab is one window, and another tab another one. */
function judgeWindows(
  viewEvents: ReadonlyMap<ExpectedView, CollectedEvent>,
  contexts: BrowserWalker['contexts'],
) {
  const ids = new Map<string, unknown>()
  for (const [view, { properties }] of viewEvents) {
    const name = contexts.get(view)?.window ?? ''
    const id = properties['$window_id']
    if (!ids.has(name)) {
      if ([...ids.values()].includes(id)) throw new Mismatch(`window ${name} has the id of another one`)
      ids.set(name, id)
    } else if (ids.get(name) !== id)
      throw new Mismatch(`view ${view.number} of window ${name} is of another window`)
  }
}

/** Where a page had the time to set its title, the view is called by it. */
function judgeTitles(
  viewEvents: ReadonlyMap<ExpectedView, CollectedEvent>,
  contexts: BrowserWalker['contexts'],
  ordered: readonly Expected[],
) {
  for (const [view, { properties }] of viewEvents) {
    const { title, titled } = routeOf(view.page.path)
    if (title === undefined || titled === 'never' || contexts.get(view)?.titleUnknown) continue
    const leave = ordered.find(
      (event): event is ExpectedLeave => event.event === '$pageleave' && event.view === view,
    )
    const needed = titled === 'mounted' || titled === 'late' ? SETTLED[titled] : 0
    if ((leave?.duration.min ?? 0) < needed) continue
    if (properties['title'] !== title)
      throw new Mismatch(
        `view ${view.number} ${view.page.path} is called "${String(properties['title'])}", not "${title}"`,
      )
  }
}

/** The app's own events: each once, with the view that was open. */
function judgeCaptured(
  events: readonly CollectedEvent[],
  captured: BrowserWalker['captured'],
  viewEvents: ReadonlyMap<ExpectedView, CollectedEvent>,
) {
  captured.forEach(({ sent, view }, n) => {
    const found = events.filter(({ event, properties }) => event === 'walked' && properties['n'] === n)
    if (found.length !== (sent ? 1 : 0)) throw new Mismatch(`capture ${n} came ${found.length} times`)
    const id = view && viewEvents.get(view)?.uuid
    if (found[0] && idOf(found[0]) !== id) throw new Mismatch(`capture ${n} is of another view`)
  })
}
