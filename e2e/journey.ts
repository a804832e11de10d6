import { expect as base } from '@playwright/test'
import type { CollectedEvent } from 'waypost/collector'

/** A pause in a {@link journey}: pages that are no views were visited here. */
export const nothing = '(nothing)'

const number = (event: CollectedEvent) => Number(event.properties['view_number'])
const idOf = (event: CollectedEvent) => event.properties['$pageview_id']

export const views = (events: readonly CollectedEvent[]) =>
  events.filter(({ event }) => event === '$pageview').sort((one, other) => number(one) - number(other))
export const leaves = (events: readonly CollectedEvent[]) =>
  events.filter(({ event }) => event === '$pageleave').sort((one, other) => number(one) - number(other))

/** `push /b`: how a view came to be, and its path. */
const nameOf = ({ properties }: CollectedEvent) =>
  `${String(properties['navigation_type'])} ${String(properties['$pathname'])}`

/** What one event is called in a complaint. */
const label = (event: CollectedEvent) =>
  `${event.event} ${number(event)} ${String(event.properties['$pathname'])}`

/**
 * What is missing of, or wrong with, a whole run, whatever the run was: every view has one leave and every leave its
 * view, no event came twice, numbers have no gap, times are in order.
 */
export function complaints(events: readonly CollectedEvent[]): string[] {
  const found: string[] = []
  const seen = views(events)
  const left = leaves(events)
  for (const event of events) if (event.duplicate) found.push(`${label(event)} came twice`)
  seen.forEach((view, index) => {
    const own = left.filter((leave) => idOf(leave) === idOf(view))
    if (number(view) !== index + 1) found.push(`${label(view)} is number ${index + 1} to arrive`)
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
