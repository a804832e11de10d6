import type { Decision, Delivery, Properties, View, WaypostEvent } from '../core/index.js'
import { createConsent } from './consent.js'
import type { Consent } from './consent.js'
import { guarded, tell, warn } from './diagnostics.js'
import { checkOptions } from './options.js'
import type { WaypostOptions } from './options.js'
import { historySource } from './sources/history-source.js'
import { navigationApiSource } from './sources/navigation-api-source.js'
import type { NavigationSource } from './sources/navigation-source.js'
import { startTracking } from './tracking.js'
import type { CaptureOptions, Tracking } from './tracking.js'
import { takeTurn } from './turn.js'
import type { Candidate } from './turn.js'

export interface OptOutOptions {
  /** Whether it holds for later documents and other tabs too. Default: true. */
  remember?: boolean
}

/** A tracker. No method throws. */
export interface Waypost {
  /**
   * Sends an event of the app's own.
   * @example waypost.capture('flow_deployed', { nodes: 12 }, { groups: { team: 't1' } })
   */
  capture(event: string, properties?: Properties, options?: CaptureOptions): void
  /** Says who the user is, from now on. `set` overwrites properties of the person, `setOnce` doesn't. */
  identify(id: string, set?: Properties, setOnce?: Properties): void
  /** Says which group later events belong to. @example waypost.group('team', 't1', { plan: 'pro' }) */
  group(type: string, key: string, set?: Properties): void
  /** Adds properties to every event from now on, in later pages too. Events' own win. @example waypost.register({ plan: 'pro' }) */
  register(properties: Properties): void
  /** Adds this property no more. */
  unregister(property: string): void
  /** Forgets the user: a new anonymous id, no groups, nothing registered. Call it at logout. */
  reset(): void
  /**
   * The user wants nothing to be sent (rule C3). At once: nothing more leaves, not even what waits, and everything stored
   * is deleted, in all tabs. Only the choice itself is kept, unless persistence is `'memory'`.
   *
   * @param options `remember: false`: it is not the user who wants it, but who runs the app. It holds for this document,
   * and the user's own choice stays what it was.
   */
  optOut(options?: OptOutOptions): void
  /**
   * The user lets events be sent. What was held while this was pending is sent with its own times; after `'denied'` the
   * present page is a view from now on.
   */
  optIn(): void
  /** Whether events may be sent. */
  readonly consent: Consent
  /** How `posthogSink` is doing; undefined for sinks that do not send by themselves, and while nothing may be sent. */
  readonly delivery: Delivery | undefined
  /** The view that is open: none while the page was never visible, is ignored, or has been left. */
  readonly view: Readonly<View> | undefined
  /** Events that stub sinks have recorded. */
  readonly recorded: readonly WaypostEvent[]
  /** The latest decisions, oldest first: what was counted or not, and why. In development only; empty in production. */
  explain(): readonly Decision[]
  /** Takes another source of navigations, from now on. A first view that was not sent yet is left to it. */
  useSource(source: NavigationSource): void
  /** Resolves when everything so far was handed to the network. */
  flush(): Promise<void>
  /** Ends the view, takes out every listener and patch, and falls silent. Idempotent. */
  stop(): void
}

/** A tracker, as the others on its page see it. */
interface Handle extends Candidate {
  /** What it does while it is in charge and may. */
  tracking: Tracking | undefined
  /** The user has chosen. */
  choose(choice: Consent, remember?: boolean): void
}

/** How many decisions are kept. */
const DECISIONS = 200

/**
 * Starts to track the pages of this document. One tracker is in charge of a page: a second one waits until the first has
 * stopped, and hands what it is given to that one (rule V13).
 *
 * @example
 * const waypost = createWaypost({ sink: posthogSink({ key: 'phc_…' }) })
 */
export function createWaypost(options: WaypostOptions = {}): Waypost {
  checkOptions(options)
  const { hashRouting, persistence, debug } = options
  const consent = createConsent(options, persistence !== 'memory')
  const decisions: Decision[] = []
  let recorded: readonly WaypostEvent[] = []
  let source = options.source ?? (window.navigation ? navigationApiSource : historySource)({ hashRouting })

  const explain = __DEV__
    ? (decision: Decision) => {
        if (decisions.push(decision) > DECISIONS) decisions.shift()
        if (debug) tell(decision)
      }
    : undefined

  /** This tracker, as the others on this page see it. */
  const own: Handle = {
    tracking: undefined,
    choose(choice, remember = true) {
      consent.set(choice, remember)
      own.update()
    },
    update: guarded(() => {
      if (turn.inCharge() !== own) return
      const state = consent.get()
      if (state === 'denied') {
        end((tracking) => tracking.silence())
        consent.clear()
      } else {
        const granted = state === 'granted'
        if (granted) own.tracking?.release()
        own.tracking ??= startTracking(options, source, granted, explain)
      }
    }),
  }
  function end(how: (tracking: Tracking) => void) {
    const { tracking } = own
    if (!tracking) return
    how(tracking)
    recorded = tracking.recorded
    own.tracking = undefined
  }
  const turn = takeTurn(own)
  const unwatch = consent.watch(own.update)
  /** What tracks this page now: this tracker, or the one before it. */
  const active = () => turn.inCharge()?.tracking
  own.update()
  if (turn.inCharge() !== own) warn('W009')

  return {
    capture: (...args) => active()?.capture(...args),
    identify: (...args) => active()?.identify(...args),
    group: (...args) => active()?.group(...args),
    reset: () => active()?.reset(),
    register: (...args) => active()?.register(...args),
    unregister: (...args) => active()?.unregister(...args),
    optOut: ({ remember } = {}) => turn.inCharge()?.choose('denied', remember),
    optIn: () => turn.inCharge()?.choose('granted'),
    get consent() {
      return consent.get()
    },
    get delivery() {
      return active()?.delivery
    },
    get view() {
      return active()?.views.view
    },
    get recorded() {
      return active()?.recorded ?? recorded
    },
    explain: () => decisions,
    useSource(next) {
      source = next
      own.tracking?.useSource(next)
    },
    flush: async () => active()?.flush(),
    stop() {
      unwatch()
      end((tracking) => tracking.stop())
      turn.leave()
    },
  }
}
