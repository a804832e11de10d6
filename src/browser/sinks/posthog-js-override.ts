import type { Properties, WaypostEvent } from '../../core/index.js'

/** An event of posthog-js, as its `before_send` sees it. */
interface CaptureResult {
  uuid: string
  event: string
  properties: Properties
  timestamp?: Date | undefined
}
export type BeforeSendHook = (result: CaptureResult | null) => CaptureResult | null

interface Configurable {
  readonly config: { before_send?: unknown }
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
    const own = passing
    // Also on events of posthog-js's own, which know the view by an id that was never sent.
    for (const name of Object.keys(properties)) if (name.startsWith('$prev_pageview_')) delete properties[name]
    if (!own) {
      const id = viewId()
      if (id) properties['$pageview_id'] = id
      return result
    }
    result.uuid = own.uuid
    result.timestamp = new Date(own.timestamp)
    Object.assign(properties, own.properties)
    return result
  }

  function install(target: Configurable) {
    const before = [target.config.before_send].flat().filter(isHook)
    // The app may have set hooks of its own since, which replaces this one.
    if (before[0] !== hook) target.set_config({ before_send: [hook, ...before.filter((other) => other !== hook)] })
  }

  return {
    run(target: Configurable, event: WaypostEvent, capture: () => void) {
      install(target)
      passing = event
      try {
        capture()
      } finally {
        passing = undefined
      }
    },
    remove(target: Configurable) {
      target.set_config({
        before_send: [target.config.before_send].flat().filter(isHook).filter((other) => other !== hook),
      })
    },
  }
}
