import type { Properties, Sink, SinkContext, WaypostEvent } from '../../core/index.js'
import { warn } from '../diagnostics.js'
import { createOverride } from './posthog-js-override.js'
import type { BeforeSendHook } from './posthog-js-override.js'

/** What is used of an instance of posthog-js. `posthog` is one. */
export interface PosthogLike {
  readonly __loaded?: boolean
  readonly config: {
    capture_pageview?: unknown
    capture_pageleave?: unknown
    before_send?: unknown
  }
  set_config(config: { before_send: BeforeSendHook[] }): void
  init?(key: string, config: Record<string, unknown>): unknown
  capture(event: string, properties?: Properties, options?: { transport: 'sendBeacon'; send_instantly: true }): unknown
  identify(id: string, set?: Properties, setOnce?: Properties): void
  group(type: string, key: string, set?: Properties): void
  reset(): void
}

/** Loads posthog-js: `() => import('posthog-js')`. */
export type PosthogLoader = () => Promise<{ default: PosthogLike }>

/** Options of a posthog-js that waypost loads: its own config, and the project's key. */
export interface PosthogInit extends Record<string, unknown> {
  /** Project API key, `phc_…`. */
  key: string
}

/** Milliseconds between two looks whether an instance that somebody else initialises is ready. */
const POLL = 100

const isInstance = (value: unknown): value is PosthogLike =>
  typeof value === 'object' && value !== null && '__loaded' in value && value.__loaded === true

/**
 * Hands events to posthog-js, which stays the owner of identity, flags and replay.
 *
 * - `posthogJsSink(posthog)`: an instance, initialised before or later
 * - `posthogJsSink()`: `window.posthog`, also while the loader snippet still queues
 * - `posthogJsSink(() => import('posthog-js'), { key: 'phc_…', api_host: '…' })`: loaded on demand
 *
 * Until posthog-js is ready events wait here, with their own time, URL and title.
 */
export function posthogJsSink(instance?: PosthogLike | undefined): Sink
export function posthogJsSink(load: PosthogLoader, init: PosthogInit): Sink
export function posthogJsSink(given?: PosthogLike | PosthogLoader, init?: PosthogInit): Sink {
  let context: SinkContext | undefined
  let posthog: PosthogLike | undefined
  let waiting: ((target: PosthogLike) => void)[] = []
  const override = createOverride(() => context?.viewId())

  function adopt(instance: PosthogLike) {
    if (posthog || !context) return
    posthog = instance
    const { capture_pageview: views, capture_pageleave: leaves } = instance.config
    if (views || leaves === true) warn('W002')
    for (const action of waiting.splice(0)) action(instance)
  }
  /** Looks for an instance that the app initialises itself. */
  function find() {
    if (posthog || !context) return
    const candidate: unknown = given ?? Reflect.get(window, 'posthog')
    if (isInstance(candidate)) adopt(candidate)
    else context.schedule(find, POLL)
  }
  const act = (action: (target: PosthogLike) => void) => {
    if (posthog) action(posthog)
    else waiting.push(action)
  }

  async function load(loader: PosthogLoader, { key, ...config }: PosthogInit) {
    try {
      const { default: loaded } = await loader()
      loaded.init?.(key, { ...config, capture_pageview: false, capture_pageleave: false })
      adopt(loaded)
    } catch (error) {
      warn('W007', error)
    }
  }

  return {
    name: 'posthog-js',
    start(given_) {
      context = given_
      if (typeof given === 'function') void load(given, init ?? { key: '' })
      else {
        find()
        const queue: unknown = Reflect.get(window, 'posthog')
        // The loader snippet's array runs functions at the moment when the real thing takes over.
        if (!given && Array.isArray(queue)) queue.push(find)
      }
    },
    capture(event: WaypostEvent, exit) {
      act((target) => {
        override.run(target, event, () => {
          // At the exit posthog-js may have emptied its queue before us: send at once, not through the queue.
          target.capture(
            event.event,
            event.properties,
            ...(exit ? [{ transport: 'sendBeacon', send_instantly: true } as const] : []),
          )
        })
      })
    },
    identify: (id, set, setOnce) => act((target) => target.identify(id, set, setOnce)),
    group: (type, key, set) => act((target) => target.group(type, key, set)),
    reset: () => act((target) => target.reset()),
    stop() {
      if (posthog) override.remove(posthog)
      waiting = []
      posthog = context = undefined
    },
  }
}
