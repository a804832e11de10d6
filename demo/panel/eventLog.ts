import { shallowRef } from 'vue'
import type { Way } from '../app/demoConfig'

/** What `beforeSend` is handed. */
export interface OutgoingEvent {
  event: string
  uuid: string
  timestamp: number
  properties: Record<string, unknown>
}

export interface LoggedEvent extends OutgoingEvent {
  way: Way
}

const storageKey = 'rill:events'
const limit = 50

/** Oldest first. Kept in `sessionStorage`: what is sent while one page goes away is shown by the next page. */
export const events = shallowRef<readonly LoggedEvent[]>(read())

// A page that comes back from the back/forward cache has missed what other pages of the tab have added.
addEventListener('pageshow', (event) => {
  if (event.persisted) events.value = read()
})

/** A `beforeSend` that shows every event in the panel and lets it pass unchanged. */
export function recordAs(way: Way): <E extends OutgoingEvent>(event: E, context: { kept: boolean }) => E {
  return (event, { kept }) => {
    // Not sent yet, and perhaps never.
    if (kept) return event
    const { event: name, uuid, timestamp, properties } = event
    write([...read(), { event: name, uuid, timestamp, properties, way }].slice(-limit))
    return event
  }
}

export function clearEvents(): void {
  write([])
}

function write(list: readonly LoggedEvent[]): void {
  events.value = list
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(list))
  } catch {
    // Storage is full or forbidden: the panel then forgets at the next page.
  }
}

function read(): readonly LoggedEvent[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isLoggedEvent) : []
  } catch {
    return []
  }
}

function isLoggedEvent(value: unknown): value is LoggedEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'event' in value &&
    typeof value.event === 'string' &&
    'timestamp' in value &&
    typeof value.timestamp === 'number' &&
    'properties' in value &&
    typeof value.properties === 'object'
  )
}
