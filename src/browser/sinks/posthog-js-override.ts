import type { Properties, WaypostEvent } from '../../core/index.js'

/** An event of posthog-js, as its `before_send` sees it. */
interface CaptureResult {
  uuid: string
  event: string
  properties: Properties
  timestamp?: Date
}
export type BeforeSendHook = (result: CaptureResult | null) => CaptureResult | null

export interface Configurable {
  readonly config: { readonly before_send?: unknown }
  set_config(config: { before_send: BeforeSendHook[] }): void
}

const isHook = (value: unknown): value is BeforeSendHook => typeof value === 'function'

/**
 * posthog-js puts its own title, page view id and `$prev_pageview_*` over whatever a caller gives, takes the time from
 * the moment of the call, and believes that the page changes when it hears of a view. `before_send` is the one place
 * that sees the finished event, so what waypost knows better is put right there, before the hooks of the app.
 */
export function createOverride(viewId: () => string | undefined) {
  /** The event that is passing through posthog-js right now; its `capture` is synchronous. */
  let passing: WaypostEvent | undefined

  const hook: BeforeSendHook = (result) => {
    if (!result) return result
    const { properties } = result
    for (const name of Object.keys(properties))
      if (name.startsWith('$prev_pageview_')) Reflect.deleteProperty(properties, name)
    if (passing) {
      result.uuid = passing.uuid
      result.timestamp = new Date(passing.timestamp)
      Object.assign(properties, passing.properties)
    } else {
      // posthog-js's own events would name a view by an id that was never sent.
      properties['$pageview_id'] = viewId()
    }
    return result
  }
  const others = ({ config }: Configurable) =>
    [config.before_send].flat().filter((value) => isHook(value) && value !== hook) as BeforeSendHook[]

  /** Each time: the app may have set hooks of its own since, which replaces this one. */
  const install = (target: Configurable) => target.set_config({ before_send: [hook, ...others(target)] })

  return {
    install,
    /** Lets posthog-js capture an event, and keeps it as it is. */
    pass(target: Configurable, event: WaypostEvent, capture: () => void) {
      install(target)
      passing = event
      try {
        capture()
      } finally {
        passing = undefined
      }
    },
    remove(target: Configurable) {
      target.set_config({ before_send: others(target) })
    },
  }
}
