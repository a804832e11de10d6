import { listen } from './listen.js'
import { createStorage } from './web-storage.js'

const KEY = 'consent'

/**
 * Whether the user lets events be sent (rules C1 to C3). `pending`: not decided yet; what happens is held in memory until
 * then.
 */
export type Consent = 'granted' | 'pending' | 'denied'

export interface ConsentOptions {
  /** What holds as long as the user has not chosen by `optIn()` or `optOut()`. Default: `'granted'`. */
  consent?: Consent
  /**
   * Do Not Track and Global Privacy Control mean `'denied'`, as long as the user has not chosen otherwise here. Default:
   * true.
   */
  respectSignals?: boolean
}

/** The browser says that its user does not want to be tracked. */
const isSignalled = () =>
  navigator.doNotTrack === '1' || Reflect.get(navigator, 'globalPrivacyControl') === true

/**
 * The choice of this user, shared by all tabs that share the storage.
 *
 * @param kept whether it may be stored; reading stores nothing
 */
export function createConsent({ consent = 'granted', respectSignals = true }: ConsentOptions, kept: boolean) {
  const storage = createStorage(kept ? 'localStorage' : undefined)
  storage.persist()
  /** What was chosen for this document alone. */
  let here: Consent | undefined
  return {
    get(): Consent {
      if (here) return here
      const choice = storage.get(KEY)
      if (choice === 'granted' || choice === 'denied') return choice
      return respectSignals && isSignalled() ? 'denied' : consent
    },
    /** @param remember whether it is the user's own choice, which outlives this document */
    set(choice: Consent, remember: boolean) {
      here = remember ? undefined : choice
      if (remember) storage.set(KEY, choice)
    },
    /** Deletes everything in the storage, and in that of this tab, but the user's choice. */
    clear() {
      storage.clear(KEY)
      createStorage(kept ? 'sessionStorage' : undefined).clear()
    },
    /** Calls back when another tab may have changed it. Returns how to stop. */
    watch: (changed: () => void) =>
      listen(window, 'storage', (event) => {
        if ((event as StorageEvent).key?.endsWith(KEY)) changed()
      }),
  }
}
