import type { Catalogue } from '../../catalogue/index.js'
import { createBackoff } from '../delivery/backoff.js'
import { within } from '../delivery/within.js'
import { createLeadership } from '../lock/leadership.js'
import type { Lock } from '../lock/lock.js'
import { post, reasonOf } from '../sinks/post.js'
import type { Outcome, Preview } from '../sinks/sink.js'
import type { Store } from '../store/store.js'
import { complete } from '../surroundings.js'
import type { Surroundings } from '../surroundings.js'
import { gather } from './metrics.js'
import type { FailedModule, MetricModule } from './metrics.js'

const HOUR = 3_600_000
const LAST = 'last-report'
const NEXT = 'next-report'
const TRIED = 'tried-report'

export interface HeartbeatOptions extends Surroundings {
  /** Where reports are posted. Without one, or with one that is no address, the status says so. */
  readonly url?: string
  /** It declares the event `heartbeat`; what it does not declare does not leave. */
  readonly catalogue: Pick<Catalogue, 'check'>
  readonly modules: readonly MetricModule[]
  /** Keeps when the last report was sent, and when the next is due; replicas share it. */
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
  /** Milliseconds that a request, each module, the store and the lock may take. Default: 10 seconds. */
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

  const started = clock.now()
  /** What is not this file's own may hang: it gets a limited time, and stop() ends the wait. */
  const bounded = <T>(task: (signal: AbortSignal) => T | Promise<T>, limit = timeout): Promise<T> =>
    within(task, limit, schedule, stopping.signal)

  const leadership = createLeadership({ lock, bounded, signal: stopping.signal })

  /** All tries of one report have one: a receiver that answered too late knows it again. */
  let reportId: string | undefined
  let lastPayload: Preview | undefined
  let next = started + after
  /** The daily time, at a distance from the report of the start. */
  let daily = started + after + quiet + random() * (every - quiet)
  let cancel = () => {}
  let lastSent: string | undefined
  let lastError: HeartbeatStatus['lastError']
  let failedModules: readonly FailedModule[] = []
  let running = Promise.resolve()

  async function compose(): Promise<Preview> {
    const { payload, failed } = await gather(modules, timeout, schedule)
    failedModules = failed
    const { properties, truncated } = catalogue.check('heartbeat', payload)
    if (!properties) throw codedError('NOT_DECLARED')
    return { to: `POST ${url}`, body: JSON.stringify({ ...properties, ...(truncated && { truncated }) }) }
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

  async function keep(key: string, value: string) {
    await bounded(() => store.set(key, value)).catch((error: unknown) => {
      if (!stopping.signal.aborted) lastError = { at: iso(), reason: reasonOf(error) }
    })
  }

  /** Waits for the daily time. It is kept, so that a replica which takes over goes on with it. */
  async function toDaily() {
    backoff.succeed()
    reportId = undefined
    while (daily <= clock.now()) daily += every
    await keep(NEXT, iso(daily))
    wait(daily - clock.now())
  }

  /**
   * Whether this replica, which leads, is to report now. The report of the start stands for all that were running by then:
   * whoever takes over has only the daily one to make, at the time that was set for it.
   */
  async function isDue(): Promise<boolean> {
    lastSent = (await bounded(() => store.get(LAST))) ?? lastSent
    const now = clock.now()
    const last = Date.parse(lastSent ?? '')
    if (Number.isNaN(last)) return true
    // Before or after now: the clocks of two hosts differ a little.
    const isQuiet = Math.abs(now - last) < quiet
    if (last < started || last >= now + quiet) return !isQuiet
    const kept = Date.parse((await bounded(() => store.get(NEXT))) ?? '')
    if (kept <= now + every) daily = kept
    return daily <= now && !isQuiet
  }

  /** Of whoever tried before, too: a leader may die after the answer, and before it could keep that there was one. */
  async function nameReport(): Promise<string> {
    const [tried, at = ''] = (await bounded(() => store.get(TRIED)))?.split(' ') ?? []
    const isTheSame = tried && Math.abs(clock.now() - Date.parse(at)) < quiet
    const id = isTheSame ? tried : newId()
    if (!isTheSame) await keep(TRIED, `${id} ${iso()}`)
    return id
  }

  async function send(body: string): Promise<Outcome> {
    const headers = { 'idempotency-key': (reportId ??= await nameReport()) }
    return bounded((signal) => post({ fetch, url, body, headers, signal, now: clock.now })).catch(
      (error: unknown) => ({ kind: 'retry', reason: reasonOf(error) }),
    )
  }

  async function run(): Promise<void> {
    try {
      if (!isOn() || !(await bounded(isInitialised)) || !(await leadership.leads())) return wait(askAgain)
      if (!/^https?:/.test(url) || !URL.canParse(url)) return await fail('NO_ADDRESS', undefined, true)
      if (!(await isDue())) return await toDaily()
      // Each module has its own limit: one that hangs does not cost the report.
      const report = await bounded(compose, 2 * timeout)
      // It may have been switched off while numbers were gathered.
      if (!isOn()) return wait(askAgain)
      await settle(report, await send(report.body))
    } catch (error) {
      await fail(error)
    }
  }

  async function settle(report: Preview, outcome: Outcome) {
    if (outcome.kind !== 'accepted')
      return fail(
        outcome.reason,
        outcome.kind === 'retry' ? outcome.after : undefined,
        outcome.kind !== 'retry',
      )
    lastError = undefined
    lastPayload = report
    const at = iso()
    await keep(LAST, at)
    // A report that was sent stays sent, whether that can be kept or not.
    lastSent = at
    await toDaily()
  }

  async function fail(why: unknown, wish?: number, isFinal = false) {
    if (stopping.signal.aborted) return
    lastError = { at: iso(), reason: typeof why === 'string' ? why : reasonOf(why) }
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
    /** The last report of this process that was answered, byte for byte. */
    lastPayload: () => lastPayload,
    /** Ends timers and requests, and lets another replica lead. It waits for nothing longer than `timeout`. */
    async stop(): Promise<void> {
      stopping.abort(new Error('stopped'))
      cancel()
      await running
      const last = leadership.take()
      if (last) await within(() => last.release(), timeout, schedule).catch(() => {})
    },
  }
}
export type Heartbeat = ReturnType<typeof createHeartbeat>
