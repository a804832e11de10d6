import type {
  Catalogue,
  CatalogueDeclaration,
  CheckProblem,
  EventName,
  PropertiesOf,
} from '../catalogue/index.js'
import { createCompose } from './compose.js'
import { createDelivery } from './delivery/delivery.js'
import type { DeliveryLimits, DeliveryStatus } from './delivery/delivery.js'
import { endWithin } from './delivery/end-within.js'
import { createHeartbeat } from './heartbeat/heartbeat.js'
import type { Heartbeat, HeartbeatOptions } from './heartbeat/heartbeat.js'
import { createInstall } from './install.js'
import type { InstallOptions } from './install.js'
import { measure } from './measure.js'
import type { Measured } from './measure.js'
import type { Preview, ServerSink } from './sinks/sink.js'
import { complete } from './surroundings.js'
import type { Surroundings } from './surroundings.js'
import type { SwitchState } from './switch.js'

export interface TelemetryOptions<D extends CatalogueDeclaration>
  extends InstallOptions, Surroundings, Partial<DeliveryLimits> {
  readonly product: { readonly name: string; readonly version: string }
  readonly catalogue: Catalogue<D>
  /** Where events go. Default: nowhere; they are not even made, and there is no id. */
  readonly sink?: ServerSink | undefined
  /** What kind of program it is: `server`, `worker`, `desktop`. Default: `server`. */
  readonly clientType?: string
  /** Lets free text leave that the catalogue declares as such. Default: `false`. */
  readonly freeText?: boolean
  /** Told of what a catalogue holds back, and of a switch that throws. Default: nobody. */
  readonly onProblem?: (
    problem: CheckProblem | { readonly code: 'switch_failed'; readonly message: string },
  ) => void
}

/** What telemetry does not know by itself. */
export type OwnHeartbeatOptions = Omit<HeartbeatOptions, 'url' | 'catalogue' | 'store' | 'isOn'> &
  Partial<Pick<HeartbeatOptions, 'url' | 'catalogue' | 'store'>>

export interface TelemetryStatus extends DeliveryStatus {
  readonly switch: SwitchState
  /** Whether there is somewhere for events to go. */
  readonly hasSink: boolean
}

/** Never asked: without a sink nothing is handed on. */
const NO_SINK: ServerSink = {
  name: 'none',
  send: async () => ({ kind: 'refused', reason: 'no sink' }),
  preview: () => ({ to: 'nowhere', body: '' }),
}

/** Milliseconds for which `send()` relies on what the switch said last. */
const TRUST = 1_000
const LIMITS: DeliveryLimits = {
  maxEvents: 10_000,
  maxBytes: 4_000_000,
  batchEvents: 100,
  batchBytes: 1_000_000,
  interval: 10_000,
  timeout: 10_000,
}
const BROKEN: SwitchState = {
  enabled: false,
  by: 'config',
  reason: 'Telemetry is off: what decides about it throws.',
  locked: true,
}

/**
 * A product's telemetry. No method throws, and none but `flush`, `preview` and `shutdown` makes anybody wait. Whether it is
 * on is asked at the start, before each request, and by `send()` once a second at most.
 *
 * @example
 * const telemetry = createTelemetry({ product, catalogue, sink, config: loadConfig('flowforge.yml') })
 * telemetry.send('tool_created', { toolId: 't1', toolName: 'Search' })
 * await telemetry.shutdown(5_000)
 */
export function createTelemetry<const D extends CatalogueDeclaration>(options: TelemetryOptions<D>) {
  const { product, catalogue, freeText = false, clientType = 'server', onProblem } = options
  const around = complete(options)
  const install = createInstall(product.name, options)
  const { clock } = around
  const hasSink = options.sink !== undefined
  const compose = createCompose({ ...around, product, catalogue, freeText, clientType, tell })
  const delivery = createDelivery({
    ...LIMITS,
    ...Object.fromEntries(
      Object.keys(LIMITS).flatMap((name) => {
        const value: unknown = Reflect.get(options, name)
        return value === undefined ? [] : [[name, value]]
      }),
    ),
    ...around,
    sink: options.sink ?? NO_SINK,
    mayLeave: () => recheck().enabled,
    distinctId: install.instanceId,
  })

  let state = BROKEN
  let checked = -Infinity
  let closing: Promise<void> | undefined
  const heartbeats: Heartbeat[] = []

  function tell(problem: Parameters<NonNullable<typeof onProblem>>[0]) {
    try {
      onProblem?.(problem)
    } catch {
      // Whoever listens may fail; telemetry may not.
    }
  }

  function recheck(): SwitchState {
    checked = clock.elapsed()
    const before = state.enabled
    try {
      state = install.decide()
    } catch {
      state = BROKEN
      tell({ code: 'switch_failed', message: BROKEN.reason })
    }
    if (before && !state.enabled) delivery.clear()
    return state
  }
  const isOn = () => (clock.elapsed() - checked > TRUST ? recheck() : state).enabled

  function send<Name extends EventName<D>>(event: Name, properties: PropertiesOf<D, Name>): void {
    try {
      if (closing || !hasSink || !isOn()) return
      const composed = compose(event, properties)
      if (composed) delivery.add(composed)
    } catch {
      // A product does not fail because of its telemetry.
    }
  }

  async function close(limit: number): Promise<void> {
    const stopped = Promise.all(heartbeats.map((heartbeat) => heartbeat.stop()))
    await Promise.all([delivery.close(limit), endWithin(stopped, limit)])
  }

  recheck()

  return {
    /** Notes that something happened. Returns at once. */
    send,
    /**
     * Runs something, and sends an event with how it went.
     *
     * @example await telemetry.time('Component', () => run(), ({ seconds, success, errorCode }) => ({ … }))
     */
    time: <T, Name extends EventName<D>>(
      event: Name,
      fn: () => T,
      properties: (measured: Measured) => PropertiesOf<D, Name>,
    ): T =>
      measure(fn, clock.elapsed, (measured) => {
        try {
          send(event, properties(measured))
        } catch {
          // What makes the properties may fail; what was measured may not.
        }
      }),
    /**
     * Reports how the install is, once after the start and then once a day, until `shutdown()`. The address is the one
     * of the configuration, the events are those of this telemetry, unless said otherwise.
     *
     * @example telemetry.heartbeat({ modules: flowforgeMetrics(sources), catalogue: flowforge })
     */
    heartbeat(own: OwnHeartbeatOptions): Heartbeat {
      const url = own.url ?? options.config?.url
      const heartbeat = createHeartbeat({
        catalogue,
        store: install.store,
        ...around,
        ...own,
        ...(url === undefined ? {} : { url }),
        isOn: () => recheck().enabled,
      })
      heartbeats.push(heartbeat)
      return heartbeat
    },
    /** Sends what waits, now. It does not reject. */
    flush: () => delivery.flush(),
    /** Asks the switch now: after somebody has changed it. Off throws away what waits. */
    recheck,
    /** What the next request would carry, byte for byte; with an event, what that would be. Off, or without a sink: nothing. */
    async preview(event?: EventName<D>, properties?: unknown): Promise<Preview | undefined> {
      if (!hasSink || !recheck().enabled) return undefined
      if (event === undefined) return delivery.preview()
      const composed = compose(event, properties)
      return composed && delivery.show(composed)
    },
    /** The last request that was answered. */
    lastPayload: () => delivery.lastPayload(),
    status: (): TelemetryStatus => ({ switch: state, hasSink, ...delivery.status() }),
    /**
     * Sends what waits, stops heartbeats, and ends. Later events are dropped.
     *
     * @param limit milliseconds that it may take. Default: 5000.
     */
    shutdown: (limit = 5_000): Promise<void> => (closing ??= close(limit)),
  }
}
export type Telemetry<D extends CatalogueDeclaration = CatalogueDeclaration> = ReturnType<
  typeof createTelemetry<D>
>
