import { expect as base } from '@playwright/test'
import type { CollectedEvent } from 'waypost/collector'

/** A pause in a {@link journey}: pages that are no views were visited here. */
export const nothing = '(nothing)'

const number = (event: CollectedEvent) => Number(event.properties['view_number'])
const idOf = (event: CollectedEvent) => event.properties['$pageview_id']
const sessionOf = (event: CollectedEvent) => String(event.properties['$session_id'])

/** The events of one name, in the order of their sessions, and in each by the number of their view. */
function ordered(events: readonly CollectedEvent[], name: string): CollectedEvent[] {
  // The id of a session begins with the time of its start.
  const order = (one: CollectedEvent, other: CollectedEvent) =>
    sessionOf(one) === sessionOf(other)
      ? number(one) - number(other)
      : sessionOf(one) < sessionOf(other)
        ? -1
        : 1
  return events.filter(({ event }) => event === name).sort(order)
}

export const views = (events: readonly CollectedEvent[]) => ordered(events, '$pageview')
export const leaves = (events: readonly CollectedEvent[]) => ordered(events, '$pageleave')

/** `push /b`: how a view came to be, and its path. */
const nameOf = ({ properties }: CollectedEvent) =>
  `${String(properties['navigation_type'])} ${String(properties['$pathname'])}`

/** What one event is called in a complaint. */
const label = (event: CollectedEvent) =>
  `${event.event} ${number(event)} ${String(event.properties['$pathname'])}`

/**
 * What is missing of, or wrong with, a whole run, whatever the run was: every view has one leave and every leave its
 * view, numbers have no gap, times are in order.
 */
export function complaints(events: readonly CollectedEvent[]): string[] {
  const found: string[] = []
  const seen = views(events)
  const left = leaves(events)
  // posthog-js has sessions of its own: the numbers then run on through what it calls several.
  const runOn = seen
    .map(number)
    .sort((one, other) => one - other)
    .every((one, index) => one === index + 1)
  seen.forEach((view, index) => {
    const own = left.filter((leave) => idOf(leave) === idOf(view))
    const place = seen.slice(0, index + 1).filter((other) => sessionOf(other) === sessionOf(view)).length
    if (!runOn && number(view) !== place) found.push(`${label(view)} is number ${place} to arrive`)
    if (own.some((leave) => sessionOf(leave) !== sessionOf(view)))
      found.push(`${label(view)} is left in another session`)
    if (own.length !== 1) found.push(`${label(view)} has ${own.length} leaves`)
    for (const leave of own) {
      if (leave.timestamp < view.timestamp) found.push(`${label(leave)} is before its view`)
      if (leave.properties['$pathname'] !== view.properties['$pathname'])
        found.push(`${label(leave)} names another page than its view`)
      if (leave.properties['$prev_pageview_id'] !== idOf(view))
        found.push(`${label(leave)} has the data of another view`)
      const next = seen[index + 1]
      // Two documents may overlap; two pages of one may not.
      const here = leave.properties['leave_reason'] === 'navigation'
      if (next && here && next.timestamp < leave.timestamp)
        found.push(`${label(next)} begins before ${label(leave)} ends`)
    }
  })
  for (const leave of left)
    if (!seen.some((view) => idOf(view) === idOf(leave))) found.push(`${label(leave)} has no view`)
  return found
}

/** The names of all views in order; {@link nothing} where a page in between was no view. */
export function journey(events: readonly CollectedEvent[]): string[] {
  const left = leaves(events)
  return views(events).flatMap((view, index, all) => {
    const leave = left.find((event) => idOf(event) === idOf(view))
    const { to, leave_reason: reason } = leave?.properties ?? {}
    const next = all[index + 1]
    if (reason !== 'navigation') return [nameOf(view)]
    if (to === undefined) return [nameOf(view), nothing]
    return to === next?.properties['$pathname'] ? [nameOf(view)] : [nameOf(view), `(to ${String(to)})`]
  })
}

export const expect = base.extend({
  /** A whole run: these views in this order, each with one leave that says where the user went. */
  toBeJourney(events: readonly CollectedEvent[], names: readonly string[]) {
    const actual = [...journey(events), ...complaints(events)]
    try {
      base(actual).toEqual(names)
    } catch (error) {
      return { pass: false, message: () => (error instanceof Error ? error.message : String(error)) }
    }
    return { pass: true, message: () => `Not expected: ${names.join(', ')}` }
  },
})
