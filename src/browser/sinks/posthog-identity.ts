import type { Properties, SinkContext } from '../../core/index.js'

/** Storage keys. */
const WHO = 'who'
const WINDOW = 'window'

interface Who {
  device: string
  /** Set by `identify()`. */
  person?: string
  groups?: Record<string, string>
}

/** Who events are from, by PostHog's rules: a device until `identify()`, then a person. */
export function createIdentity({ storage, tabStorage, newId }: SinkContext) {
  /** Read each time: another tab may have changed it. */
  function who(change?: Partial<Who>): Who {
    const known: Who = { device: newId(), ...Object(storage.get(WHO)), ...change }
    storage.set(WHO, known)
    return known
  }
  return {
    /** What every event carries, beside its session. */
    properties(): Properties {
      const { device, person, groups } = who()
      const window = tabStorage.get(WINDOW) ?? newId()
      tabStorage.set(WINDOW, window)
      return {
        distinct_id: person ?? device,
        $device_id: device,
        $window_id: window,
        $process_person_profile: !!person,
        $groups: groups,
        $lib: 'waypost',
        $lib_version: __VERSION__,
      }
    },
    /** Returns the id that becomes this person, or undefined when nothing changed. */
    identify(id: string): string | undefined {
      const { device, person = device } = who()
      who({ person: id })
      return person === id ? undefined : person
    },
    group: (type: string, key: string) => void who({ groups: { ...who().groups, [type]: key } }),
    reset: () => storage.set(WHO, undefined),
  }
}
