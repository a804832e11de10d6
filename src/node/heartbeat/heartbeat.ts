import type { Catalogue } from '../../catalogue/index.js'
import { createBackoff } from '../delivery/backoff.js'
import { within } from '../delivery/within.js'
import type { Held, Lock } from '../lock/lock.js'
import { post, reasonOf } from '../sinks/post.js'
import type { Outcome, Preview } from '../sinks/sink.js'
import type { Store } from '../store/store.js'
import { complete } from '../surroundings.js'
import type { Surroundings } from '../surroundings.js'
import { gather } from './metrics.js'
import type { FailedModule, MetricModule } from './metrics.js'

const HOUR = 3_600_000
const LAST = 'last-report'

export interface HeartbeatOptions extends Surroundings {
  /** Where reports are posted. Without one, or with one that is no address, the status says so. */
  readonly url?: string
  /** It declares the event `heartbeat`; what it does not declare does not leave. */
  readonly catalogue: Pick<Catalogue, 'check'>
  readonly modules: readonly MetricModule[]
  /** Keeps when the last report was sent; replicas share it. */
  readonly store: Store
  /** Whether telemetry is on: asked before each report. */
  readonly isOn: () => boolean
  /** Whether the product has been set up. Until then there is no report, and soon after there is. Default: it has. */
  readonly isInitialised?: () => boolean | Promise<boolean>
  /** Chooses one of several replicas. Default: there is one. */
  readonly lock?: Lock
  /** Milliseconds to the first report. Default: 30 seconds. */
  readonly after?: number
  /** Milliseconds between reports. Default: 24 hours. */
  readonly every?: number
  /** Milliseconds within which there is no second report, whoever restarts. Default: 1 hour. */
  readonly quiet?: number
  /** Milliseconds after which it is asked again whether there is something to report, where there was not. Default: 1 minute. */
  readonly askAgain?: number
  /** Milliseconds that a request, and each module, may take. Default: 10 seconds. */
  readonly timeout?: number
}

export interface HeartbeatStatus {
  /** When the last report was answered, ISO 8601; of a process before this one, too. */
  readonly lastSent?: string
  readonly lastError?: { readonly at: string; readonly reason: string }
  /** When the next is due, ISO 8601. */
  readonly next?: string
  /** Modules that the last report had to do without. */
  readonly failedModules: readonly FailedModule[]
}

/** Tries of one report. */
const MOST_TRIES = 6

/** An error for the status, which says no more than a code. */
const codedError = (code: string) => Object.assign(new Error(code), { code })

/**
 * Reports once soon after the start, then once a day, at a time that is chosen by chance at the start. It runs until
 * it is stopped.
 */
export function createHeartbeat(options: HeartbeatOptions) {
  const { url = '', catalogue, modules, store, isOn, lock, isInitialised = () => true } = options
  const { after = 30_000, every = 24 * HOUR, quiet = HOUR, askAgain = 60_000, timeout = 10_000 } = options
  const { clock, schedule, random, fetch, newId } = complete(options)
  const backoff = createBackoff(random)
  const iso = (time = clock.now()) => new Date(time).toISOString()
  const stopping = new AbortController()

  let held: Held | undefined
  let next = clock.now() + after
  /** The daily time, at a distance from the report of the start. */
  let daily = clock.now() + after + quiet + random() * (every - quiet)
  let cancel = () => {}
  let lastSent: string | undefined
  let lastError: HeartbeatStatus['lastError']
  let failedModules: readonly FailedModule[] = []
  let running = Promise.resolve()

  async function compose(): Promise<Preview> {
    const { payload, failed } = await gather(modules, timeout, schedule)
    failedModules = failed
    const { properties } = catalogue.check('heartbeat', payload)
    if (!properties) throw codedError('NOT_DECLARED')
    return { to: `POST ${url}`, body: JSON.stringify(properties) }
  }

  function wait(delay: number) {
    cancel()
    if (stopping.signal.aborted) return
    next = clock.now() + delay
    // In steps: a machine that sleeps stops the timers, not the time.
    const step = () => {
      const rest = next - clock.now()
      cancel = rest > 0 ? schedule(step, Math.min(rest, HOUR)) : () => {}
      if (rest <= 0) running = run()
    }
    step()
  }

  function toDaily() {
    backoff.succeed()
    while (daily <= clock.now()) daily += every
    wait(daily - clock.now())
  }

  async function leads(): Promise<boolean> {
    if (!lock) return true
    if (held && (await held.isHeld())) return true
    await held?.release()
    held = await lock.acquire()
    return held !== undefined
  }

  async function send(body: string): Promise<Outcome> {
    const headers = { 'idempotency-key': newId() }
    return within(
      (signal) => post({ fetch, url, body, headers, signal, now: clock.now }),
      timeout,
      schedule,
      stopping.signal,
    ).catch((error: unknown) => ({ kind: 'retry', reason: reasonOf(error) }))
  }

  async function run(): Promise<void> {
    try {
      if (!isOn() || !(await isInitialised()) || !(await leads())) return wait(askAgain)
      if (!/^https?:/.test(url) || !URL.canParse(url)) return fail('NO_ADDRESS', undefined, true)
      lastSent = (await store.get(LAST)) ?? lastSent
      const since = clock.now() - Date.parse(lastSent ?? '')
      if (since >= 0 && since < quiet) return toDaily()
      const { body } = await compose()
      // It may have been switched off while numbers were gathered.
      if (stopping.signal.aborted || !isOn()) return wait(askAgain)
      await settle(await send(body))
    } catch (error) {
      fail(reasonOf(error))
    }
  }

  async function settle(outcome: Outcome) {
    if (outcome.kind !== 'accepted')
      return fail(
        outcome.reason,
        outcome.kind === 'retry' ? outcome.after : undefined,
        outcome.kind !== 'retry',
      )
    lastError = undefined
    lastSent = iso()
    // A report that was sent stays sent, whether that can be kept or not.
    await store.set(LAST, lastSent).catch((error: unknown) => {
      lastError = { at: iso(), reason: reasonOf(error) }
    })
    toDaily()
  }

  function fail(reason: string, wish?: number, isFinal = false) {
    lastError = { at: iso(), reason }
    if (isFinal || backoff.failures + 1 >= MOST_TRIES) return toDaily()
    wait(backoff.fail(wish))
  }

  wait(after)
  return {
    status: (): HeartbeatStatus => ({
      ...(lastSent === undefined ? {} : { lastSent }),
      ...(lastError && { lastError }),
      ...(stopping.signal.aborted ? {} : { next: iso(next) }),
      failedModules,
    }),
    /** The report of this moment, byte for byte. Off: nothing is gathered. */
    preview: async (): Promise<Preview | undefined> => (isOn() ? compose() : undefined),
    /** Ends timers and requests, and lets another replica lead. */
    async stop(): Promise<void> {
      stopping.abort(new Error('stopped'))
      cancel()
      await running
      cancel()
      await held?.release().catch(() => {})
      held = undefined
    },
  }
}
export type Heartbeat = ReturnType<typeof createHeartbeat>
