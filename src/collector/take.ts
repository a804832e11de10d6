import type { ArchivedEvent } from './archive/types.js'
import type { Delivery, Store } from './store.js'

/** Takes what a request has brought. It resolves once that is safe: only then may the request be answered with 200. */
export type Take = (delivery: Delivery) => Promise<void>

/** @param keep makes events safe; where it fails, nothing has been taken */
export function createTake(
  store: Pick<Store, 'receive' | 'publish'>,
  keep: (events: readonly ArchivedEvent[]) => Promise<void>,
): Take {
  return async (delivery) => {
    const events = store.receive(delivery)
    // Not shown before it is safe: sent again after a failure, it would be a duplicate of nothing.
    await keep(events)
    store.publish(events, delivery)
  }
}
