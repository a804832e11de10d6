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

/** A tab: `open` while a document of it is. A tab that is duplicated begins with a copy of that. */
interface Tab {
  id: string
  open: boolean
}

/** Who events are from, by PostHog's rules: a device until `identify()`, then a person. */
export function createIdentity({ storage, tabStorage, newId }: SinkContext) {
  /** The id of this tab, once it is known. */
  let tab: string | undefined

  /** Read each time: another tab may have changed it. */
  function who(change?: Partial<Who>): Who {
    const stored = storage.get(WHO)
    if (stored && !change) return stored as Who
    const known: Who = { device: newId(), ...Object(stored), ...change }
    storage.set(WHO, known)
    return known
  }
  function tabId(): string {
    const { id, open } = Object(tabStorage.get(WINDOW)) as Partial<Tab>
    if (tab && tab === id && open) return tab
    // Whoever has it open is another tab: this one is its copy.
    tab ??= (!open && id) || newId()
    tabStorage.set(WINDOW, { id: tab, open: true } satisfies Tab)
    return tab
  }
  return {
    /** What every event carries, beside its session. */
    properties(): Properties {
      const { device, person, groups } = who()
      return {
        distinct_id: person ?? device,
        $device_id: device,
        $window_id: tabId(),
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
    /** The document goes: the next one in this tab is this tab too. */
    leave: () => tab && tabStorage.set(WINDOW, { id: tab, open: false } satisfies Tab),
  }
}
