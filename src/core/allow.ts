import type { Properties } from './events.js'

/**
 * Which properties an app may add to its events: a list of names for each event, or a function that answers for one. With
 * a list an event of the app's own that is not in it does not leave at all.
 *
 * @example { flow_deployed: ['nodes', 'kind'], $pageview: ['plan'] }
 */
export type Allow =
  Readonly<Record<string, readonly string[]>> | ((event: string, property: string) => boolean)

/** Whether an event of the app's own may leave. */
export const isDeclared = (allow: Allow | undefined, event: string): boolean =>
  typeof allow !== 'object' || Object.hasOwn(allow, event)

/** Those of the properties that may leave with an event. What is left out is told. */
export function allowed(
  allow: Allow | undefined,
  event: string,
  properties: Properties,
  dropped?: (property: string) => void,
): Properties {
  if (!allow) return properties
  const list = typeof allow === 'object' && Object.hasOwn(allow, event) ? allow[event] : undefined
  const isAllowed = (property: string) =>
    typeof allow === 'function' ? allow(event, property) : list?.includes(property)
  const kept: Properties = {}
  for (const [property, value] of Object.entries(properties))
    if (isAllowed(property)) kept[property] = value
    else dropped?.(property)
  return kept
}
