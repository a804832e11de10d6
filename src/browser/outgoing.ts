import { allowed, applyBeforeSend, clean } from '../core/index.js'
import type { Mask, Properties, Storage, WaypostEvent } from '../core/index.js'
import { warn } from './diagnostics.js'
import type { WaypostOptions } from './options.js'

/** Storage key of the properties that every event has. */
const REGISTERED = 'registered'

/** What is done to events before a sink gets them. */
export function createOutgoing(
  { allow, beforeSend = [] }: WaypostOptions,
  mask: Mask | undefined,
  storage: Storage,
) {
  const hooks = [beforeSend].flat()
  const tidy = (properties: Properties, secrets: Mask | undefined) =>
    clean(properties, secrets, (name, reason) => warn('W010', `${name}: ${reason}`))
  const registered = () => Object(storage.get(REGISTERED)) as Properties

  return {
    /** With what is registered at this moment. */
    equip: (event: WaypostEvent): WaypostEvent => ({
      ...event,
      properties: { ...allowed(allow, event.event, registered()), ...event.properties },
    }),
    /**
     * Delivers an event, unless a hook drops it.
     *
     * @param kept it is the last state of a view, which may never be sent
     */
    pass(event: WaypostEvent, deliver: (event: WaypostEvent) => void, kept?: boolean) {
      try {
        const result = applyBeforeSend(event, hooks, kept)
        if (result) deliver({ ...result, properties: tidy(result.properties, mask) })
      } catch (error) {
        warn('W004', error)
      }
    },
    /** What an app says of a person or a group on purpose is theirs to say, e-mail addresses too. */
    person: (properties: Properties | undefined) => properties && tidy(properties, undefined),
    register: (properties: Properties) =>
      storage.set(REGISTERED, { ...registered(), ...tidy(properties, mask) }),
    unregister(property: string) {
      const rest = { ...registered() }
      Reflect.deleteProperty(rest, property)
      storage.set(REGISTERED, rest)
    },
    unregisterAll: () => storage.set(REGISTERED, undefined),
  }
}

export type Outgoing = ReturnType<typeof createOutgoing>
