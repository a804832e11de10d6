import { listen } from './listen.js'
import type { ClearableStorage } from './web-storage.js'

const KEY = 'consent'

/** Whether the user lets events be sent (rules C1 to C3). */
export type Consent = 'granted' | 'denied'

/** The choice of this user, shared by all tabs that share the storage. */
export function createConsent(storage: ClearableStorage) {
  return {
    get: (): Consent => (storage.get(KEY) === 'denied' ? 'denied' : 'granted'),
    set: (choice: Consent) => storage.set(KEY, choice),
    /** Deletes everything in the storage but the choice itself. */
    clear: () => storage.clear(KEY),
    /** Calls back when another tab may have changed it. Returns how to stop. */
    watch: (changed: () => void) =>
      listen(window, 'storage', (event) => {
        if ((event as StorageEvent).key?.endsWith(KEY)) changed()
      }),
  }
}
