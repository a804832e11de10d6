import type { Properties, SinkContext } from '../../core/index.js'

/** Storage keys. */
const DEVICE = 'device_id'
const PERSON = 'person_id'
const GROUPS = 'groups'
const WINDOW = 'window_id'

/** Who events are from, by PostHog's rules: a device until `identify()`, then a person. */
export function createIdentity({ storage, tabStorage, session, newId }: SinkContext) {
  const kept = (store: typeof storage, key: string) => {
    const value = store.get(key) ?? newId()
    store.set(key, value)
    return value
  }
  const groups = (): Record<string, string> => {
    try {
      return JSON.parse(storage.get(GROUPS) ?? '{}')
    } catch {
      return {}
    }
  }
  return {
    /** What every event carries. */
    properties(): Properties {
      const device = kept(storage, DEVICE)
      const person = storage.get(PERSON)
      const memberOf = groups()
      return {
        distinct_id: person ?? device,
        $device_id: device,
        $session_id: session.id(),
        $window_id: kept(tabStorage, WINDOW),
        $process_person_profile: person !== undefined,
        ...(Object.keys(memberOf).length && { $groups: memberOf }),
        $lib: 'waypost',
        $lib_version: __VERSION__,
      }
    },
    /** Returns the anonymous id that becomes this person, or undefined when nothing changed. */
    identify(id: string): string | undefined {
      const person = storage.get(PERSON)
      if (person === id) return undefined
      storage.set(PERSON, id)
      return person ?? kept(storage, DEVICE)
    },
    group: (type: string, key: string) => storage.set(GROUPS, JSON.stringify({ ...groups(), [type]: key })),
    reset() {
      for (const key of [DEVICE, PERSON, GROUPS]) storage.remove(key)
    },
  }
}
