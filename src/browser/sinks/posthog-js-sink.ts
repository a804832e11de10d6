import type { Properties, Sink } from '../../core/index.js'
import { guarded, warn } from '../diagnostics.js'
import { createOverride } from './posthog-js-override.js'
import type { Configurable } from './posthog-js-override.js'

/** What is used of an instance of posthog-js. `posthog` is one. */
export interface PosthogLike extends Configurable {
  readonly __loaded?: boolean
  readonly config: {
    readonly capture_pageview?: unknown
    readonly capture_pageleave?: unknown
    readonly before_send?: unknown
  }
  init?(key: string, config: Record<string, unknown>): unknown
  capture(event: string, properties?: Properties, options?: { transport: 'sendBeacon' }): unknown
  identify(id: string, set?: Properties, setOnce?: Properties): void
  group(type: string, key: string, set?: Properties): void
  reset(): void
}

/** Loads posthog-js: `() => import('posthog-js')`. */
export type PosthogLoader = () => Promise<{ default: PosthogLike }>

/** Config of a posthog-js that waypost loads: the project's key, and posthog-js's own options. */
export interface PosthogInit extends Record<string, unknown> {
  /** Project API key, `phc_…`. */
  key: string
}

/** Milliseconds between two looks whether an instance that somebody else initialises is ready. */
const POLL = 100

const isReady = (value: unknown): value is PosthogLike =>
  typeof value === 'object' && value !== null && '__loaded' in value && value.__loaded === true

/**
 * Hands events to posthog-js, which stays the owner of identity, flags and replay.
 *
 * - `posthogJsSink(posthog)`: an instance, initialised before or later
 * - `posthogJsSink()`: `window.posthog`, also while the loader snippet still queues
 * - `posthogJsSink(() => import('posthog-js'), { key: 'phc_…', api_host: '…' })`: loaded and initialised on demand
 *
 * Until posthog-js is ready events wait here, with their own time, URL and title.
 */
export function posthogJsSink(instance?: PosthogLike): Sink
export function posthogJsSink(load: PosthogLoader, init: PosthogInit): Sink
export function posthogJsSink(given?: PosthogLike | PosthogLoader, init?: PosthogInit): Sink {
  return ({ schedule, viewId, protect }) => {
    const override = createOverride(viewId, protect)
    let posthog: PosthogLike | undefined
    let waiting: ((target: PosthogLike) => void)[] = []
    let cancelFind: (() => void) | undefined
    let stopped = false

    const act = (action: (target: PosthogLike) => void) => {
      look()
      if (posthog) action(posthog)
      else waiting.push(action)
    }
    function adopt(instance: PosthogLike) {
      if (posthog || stopped) return
      posthog = instance
      const { capture_pageview, capture_pageleave } = instance.config
      if (capture_pageview || capture_pageleave === true) warn('W002')
      override.install(instance)
      for (const action of waiting.splice(0)) guarded(action)(instance)
    }
    /** Looks for an instance that the app initialises itself, until there is one. */
    function find() {
      look()
      if (!posthog && !stopped) cancelFind = schedule(find, POLL)
    }
    function look() {
      const candidate: unknown = given ?? Reflect.get(window, 'posthog')
      if (isReady(candidate)) adopt(candidate)
    }

    if (typeof given === 'function') {
      const { key = '', ...config } = init ?? {}
      given()
        .then(({ default: loaded }) => {
          if (stopped) return
          loaded.init?.(key, { ...config, capture_pageview: false, capture_pageleave: false })
          adopt(loaded)
        })
        .catch((error: unknown) => warn('W007', error))
    } else {
      find()
      const queue: unknown = Reflect.get(window, 'posthog')
      // The loader snippet's array runs functions at the moment when the real thing takes over.
      if (!given && Array.isArray(queue)) queue.push(guarded(find))
    }

    return {
      sender: override.sender,
      capture(event, exit, sender) {
        act((target) =>
          override.pass(target, event, sender, () =>
            // At the exit posthog-js may have emptied its queue before us. Any option makes it send at once.
            target.capture(event.event, event.properties, exit ? { transport: 'sendBeacon' } : undefined),
          ),
        )
      },
      identify: (...args) => act((target) => target.identify(...args)),
      group: (...args) => act((target) => target.group(...args)),
      reset: () => act((target) => target.reset()),
      stop() {
        stopped = true
        cancelFind?.()
        waiting = []
        if (posthog) override.remove(posthog)
      },
    }
  }
}
