import type { WaypostEvent } from '../index.js'
import type { Expected, ExpectedLeave, ExpectedSession, ExpectedView, Seconds } from './facts.contract.js'

/** Below this two numbers of seconds are the same: events know milliseconds. */
const ROUNDING = 0.0011

/** What one event is, in one line. */
export function describe(event: Expected): string {
  if (event.event === '$pageview') {
    const { type, page, number, title, from, carried } = event
    return `view ${number} ${type} ${page.path} "${title ?? '(any title)'}"${from ? ` from ${from}` : ''}${carried ? ` with the leave of ${carried.view.number}` : ''}`
  }
  const { view, reason, to, duration, visible, engaged } = event
  return `leave ${view.number} ${view.page.path} ${reason}${to ? ` to ${to}` : ''} ${duration.max}/${visible.max}/${engaged.max} s`
}

/** The same of what arrived. */
export function describeArrived({ event, properties }: WaypostEvent): string {
  const text = (name: string) => String(properties[name])
  const maybe = (word: string, name: string) =>
    properties[name] === undefined ? '' : ` ${word} ${text(name)}`
  if (event === '$pageview')
    return `view ${text('view_number')} ${text('navigation_type')} ${text('$pathname')} "${text('title')}"${maybe('from', 'from')}${maybe('with the leave of', '$prev_pageview_pathname')}`
  return `leave ${text('view_number')} ${text('$pathname')} ${text('leave_reason')}${maybe('to', 'to')} ${text('$prev_pageview_duration')}/${text('visible_seconds')}/${text('engaged_seconds')} s`
}

/** Thrown where something else arrived than what happened. */
export class Mismatch extends Error {}

/** Both lists side by side, in words; what is wrong is marked. */
function sideBySide(expected: readonly Expected[], arrived: readonly WaypostEvent[], wrong: number): string {
  const lines: string[] = []
  for (let index = 0; index < Math.max(expected.length, arrived.length); index++) {
    const [wanted, event] = [expected[index], arrived[index]]
    lines.push(`${index === wrong ? '→' : ' '} happened: ${wanted ? describe(wanted) : '-'}`)
    lines.push(`${index === wrong ? '→' : ' '}  arrived: ${event ? describeArrived(event) : '-'}`)
  }
  return lines.join('\n')
}

/**
 * Compares all that arrived with all that had to, in its order. Throws at the first difference. Plain comparisons: a
 * million steps have to be checked in seconds.
 *
 * @param origin of the pages
 * @param sentAt when each event was sent, by the monotonic clock, where that is known; then positions are known too
 */
export function compare(
  expected: readonly Expected[],
  arrived: readonly WaypostEvent[],
  origin: string,
  sentAt?: readonly number[],
): void {
  /** Id of each view by its expectation. */
  const ids = new Map<ExpectedView, string>()
  const numbers = new Map<ExpectedView, unknown>()
  /** Id of each session by its expectation, and the other way round. */
  const sessions = new Map<ExpectedSession | string, ExpectedSession | string>()
  const uuids = new Set<string>()
  const length = Math.max(expected.length, arrived.length)
  for (let index = 0; index < length; index++) {
    const wanted = expected[index]
    const event = arrived[index]
    const fail = (what: string): never => {
      throw new Mismatch(`event ${index + 1}: ${what}\n\n${sideBySide(expected, arrived, index)}`)
    }
    if (!wanted) return fail(`nothing more happened, but there came: ${event ? describeArrived(event) : ''}`)
    if (!event) return fail(`missing: ${describe(wanted)}`)
    const { uuid, timestamp, session, properties } = event
    const same = (name: string, actual: unknown, value: unknown) => {
      if (actual !== value) fail(`${describe(wanted)}: ${name} is ${String(actual)}, not ${String(value)}`)
    }
    const between = (name: string, actual: unknown, { min, max }: Seconds) => {
      if (typeof actual !== 'number' || !(actual >= min - ROUNDING && actual <= max + ROUNDING))
        fail(`${describe(wanted)}: ${name} is ${String(actual)}, not between ${min} and ${max}`)
    }
    /** The data of a leave, on itself or on a view. */
    const left = (leave: ExpectedLeave | undefined, prefix: string) => {
      same('$prev_pageview_id', properties['$prev_pageview_id'], leave && ids.get(leave.view))
      same('$prev_pageview_pathname', properties['$prev_pageview_pathname'], leave?.view.page.path)
      const scroll = leave?.scroll
      if (sentAt) {
        same('last scroll', properties['$prev_pageview_last_scroll'], scroll?.last)
        same('max scroll', properties['$prev_pageview_max_scroll'], scroll?.max)
      }
      if (!leave) {
        same('$prev_pageview_duration', properties['$prev_pageview_duration'], undefined)
        same('visible', properties[prefix + 'visible_seconds'], undefined)
        same('engaged', properties[prefix + 'engaged_seconds'], undefined)
        return
      }
      between('$prev_pageview_duration', properties['$prev_pageview_duration'], leave.duration)
      between('visible', properties[prefix + 'visible_seconds'], leave.visible)
      between('engaged', properties[prefix + 'engaged_seconds'], leave.engaged)
    }

    same('event', event.event, wanted.event)
    if (uuids.has(uuid)) fail(`${describe(wanted)}: its uuid was used before`)
    uuids.add(uuid)
    const { wall, slack = 0 } = wanted.at
    if (Math.abs(timestamp - wall) > slack)
      fail(`${describe(wanted)}: it is of ${timestamp}, ${timestamp - wall} ms off`)
    const view = wanted.event === '$pageview' ? wanted : wanted.view
    if (wanted.event === '$pageview') {
      ids.set(wanted, uuid)
      numbers.set(wanted, wanted.numbered ? wanted.number : properties['view_number'])
      if (!sessions.has(view.session) && !sessions.has(session))
        sessions.set(view.session, session).set(session, view.session)
    }
    same('session', session, sessions.get(view.session))
    same('$pageview_id', properties['$pageview_id'], ids.get(view))
    same('$pathname', properties['$pathname'], view.page.path)
    same('$current_url', properties['$current_url'], origin + view.page.path)
    same('route_name', properties['route_name'], view.page.name)
    same('view_number', properties['view_number'], numbers.get(view))
    if (view.title !== undefined) same('title', properties['title'], view.title)
    const sent = sentAt?.[index]
    if (wanted.event === '$pageview') {
      if (wanted.type) same('navigation_type', properties['navigation_type'], wanted.type)
      same('from', properties['from'], wanted.from)
      if (sent !== undefined && wanted.sent !== undefined) same('time of sending', sent, wanted.sent)
      left(wanted.carried, 'prev_')
    } else {
      same('leave_reason', properties['leave_reason'], wanted.reason)
      same('to', properties['to'], wanted.to)
      left(wanted, '')
    }
  }
}
