import { isIdName } from '../../core/index.js'
import type { Properties, WaypostEvent } from '../../core/index.js'

/** An event of posthog-js, as its `before_send` sees it. */
interface CaptureResult {
  uuid: string
  event: string
  properties: Properties
  timestamp?: Date
  $set?: Properties
  $set_once?: Properties
}
export type BeforeSendHook = (result: CaptureResult | null) => CaptureResult | null

export interface Configurable {
  readonly config: { readonly before_send?: unknown }
  set_config(config: { before_send: BeforeSendHook[] }): void
}

const isHook = (value: unknown): value is BeforeSendHook => typeof value === 'function'

/** What is no text of the page, although it may look like a secret: the key of the project among them. */
const KEPT = ['token', 'distinct_id', '$raw_user_agent']

/** What says who an event is from. */
const SENDER = [
  'distinct_id',
  '$device_id',
  '$session_id',
  '$window_id',
  '$is_identified',
  '$process_person_profile',
]

/**
 * posthog-js puts its own title, page view id and `$prev_pageview_*` over whatever a caller gives, takes the time from
 * the moment of the call, and believes that the page changes when it hears of a view. `before_send` is the one place
 * that sees the finished event, so what waypost knows better is put right there, before the hooks of the app. Views and
 * leaves that are not from waypost end there: they would be counted twice (rule V13).
 */
export function createOverride(viewId: () => string | undefined, protect: (text: string) => string) {
  /** The event that is passing through posthog-js right now; its `capture` is synchronous. */
  let passing: WaypostEvent | undefined
  /** The last view that passed, and who it was from. */
  let view: unknown
  let sender: Properties = {}
  /** Who the passing event is from, if that is not for posthog-js to say. */
  let given: Properties | undefined

  /** What posthog-js adds by itself holds whole URLs. Who it is from stays as it is. */
  function shield(properties: Properties, isOwn: (name: string) => boolean) {
    for (const [name, value] of Object.entries(properties))
      if (typeof value === 'string' && isOwn(name)) properties[name] = protect(value)
  }

  const hook: BeforeSendHook = (result) => {
    if (!result) return result
    const { properties } = result
    shield(properties, (name) => !KEPT.includes(name) && !isIdName(name))
    for (const set of [properties['$set'], properties['$set_once'], result.$set, result.$set_once])
      if (set) shield(set as Properties, (name) => name.startsWith('$') && !isIdName(name))
    for (const name of Object.keys(properties))
      if (name.startsWith('$prev_pageview_')) Reflect.deleteProperty(properties, name)
    if (passing) {
      const { event, uuid, timestamp, properties: own } = passing
      result.uuid = uuid
      result.timestamp = new Date(timestamp)
      if (event === '$pageview' && !given) {
        view = own['$pageview_id']
        sender = Object.fromEntries(SENDER.map((name) => [name, properties[name]]))
      } else if (event === '$pageleave' && own['$pageview_id'] === view) {
        // posthog-js may have begun a new session meanwhile; a view ends in its own (rule L8).
        const { $session_id, $window_id } = sender
        Object.assign(properties, { $session_id, $window_id })
      }
      Object.assign(properties, given, own)
      return result
    }
    if (result.event === '$pageview' || result.event === '$pageleave') return null
    // posthog-js's own events would name a view by an id that was never sent.
    properties['$pageview_id'] = viewId()
    return result
  }
  const others = ({ config }: Configurable) =>
    [config.before_send].flat().filter((value) => isHook(value) && value !== hook) as BeforeSendHook[]

  /** Each time: the app may have set hooks of its own since, which replaces this one. */
  const install = (target: Configurable) => target.set_config({ before_send: [hook, ...others(target)] })

  return {
    install,
    /** Who the last view was from. */
    sender: () => sender,
    /** Lets posthog-js capture an event, and keeps it as it is. */
    pass(target: Configurable, event: WaypostEvent, from: Properties | undefined, capture: () => void) {
      install(target)
      passing = event
      given = from
      try {
        capture()
      } finally {
        passing = given = undefined
      }
    },
    remove(target: Configurable) {
      target.set_config({ before_send: others(target) })
    },
  }
}
