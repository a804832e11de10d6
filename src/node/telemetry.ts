import { arch, platform } from 'node:os'
import { createMask, isIdName } from '../core/index.js'
import type {
  Catalogue,
  CatalogueDeclaration,
  CheckProblem,
  EventName,
  PropertiesOf,
} from '../catalogue/index.js'
import { createDelivery } from './delivery/delivery.js'
import type { DeliveryLimits, DeliveryStatus } from './delivery/delivery.js'
import { measure } from './measure.js'
import type { Measured } from './measure.js'
import type { Preview, ServerSink } from './sinks/sink.js'
import { complete } from './surroundings.js'
import type { Surroundings } from './surroundings.js'
import type { SwitchState } from './switch.js'

export interface TelemetryOptions<D extends CatalogueDeclaration>
  extends Surroundings, Partial<DeliveryLimits> {
  readonly product: { readonly name: string; readonly version: string }
  readonly catalogue: Catalogue<D>
  readonly sink: ServerSink
  /**
   * Whether telemetry is on: asked at the start, before each request, and by `send()` once a second at most.
   *
   * @example () => decide({ product: 'flowise', env: process.env, config, ...settings.read() })
   */
  readonly decide: () => SwitchState
  /** Who events are from. Asked for when something leaves, not before. */
  readonly instanceId: () => Promise<string>
  /** What kind of program it is: `server`, `worker`, `desktop`. Default: `server`. */
  readonly clientType?: string
  /** Lets free text leave that the catalogue declares as such. Default: `false`. */
  readonly freeText?: boolean
  /** Told of what a catalogue holds back, and of a switch that throws. Default: nobody. */
  readonly onProblem?: (
    problem: CheckProblem | { readonly code: 'switch_failed'; readonly message: string },
  ) => void
}

export interface TelemetryStatus extends DeliveryStatus {
  readonly switch: SwitchState
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
/** Ids have nothing in them that the mask would find. */
const PLAIN_ID = /^[\w-]{1,128}$/
/** Where a graph has ids under other names. */
const GRAPH_IDS = new Set(['nodes', 'source', 'target'])

/**
 * A product's telemetry. No method throws, and none but `flush`, `preview` and `shutdown` makes anybody wait.
 *
 * @example
 * const telemetry = createTelemetry({ product, catalogue, sink, decide, instanceId })
 * telemetry.send('tool_created', { toolId: 't1', toolName: 'Search' })
 * await telemetry.shutdown(5_000)
 */
export function createTelemetry<const D extends CatalogueDeclaration>(options: TelemetryOptions<D>) {
  const { product, catalogue, freeText = false, clientType = 'server', onProblem } = options
  const around = complete(options)
  const { clock, newId } = around
  const mask = createMask()
  const common = {
    product: product.name,
    product_version: product.version,
    os: platform(),
    arch: arch(),
    runtime: `node ${process.versions.node}`,
    client_type: clientType,
  }
  const delivery = createDelivery({
    ...LIMITS,
    ...Object.fromEntries(
      Object.keys(LIMITS).flatMap((name) => {
        const value: unknown = Reflect.get(options, name)
        return value === undefined ? [] : [[name, value]]
      }),
    ),
    ...around,
    sink: options.sink,
    mayLeave: () => recheck().enabled,
    distinctId: options.instanceId,
  })

  let state = BROKEN
  let checked = -Infinity
  let closing: Promise<void> | undefined

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
      state = options.decide()
    } catch {
      state = BROKEN
      tell({ code: 'switch_failed', message: BROKEN.reason })
    }
    if (before && !state.enabled) delivery.clear()
    return state
  }
  const isOn = () => (clock.elapsed() - checked > TRUST ? recheck() : state).enabled

  function protect(value: unknown, isId: boolean): unknown {
    if (typeof value === 'string') return isId && PLAIN_ID.test(value) ? value : mask.text(value, isId)
    if (Array.isArray(value)) return value.map((item) => protect(item, isId))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        protect(item, isId || isIdName(name) || GRAPH_IDS.has(name)),
      ]),
    )
  }

  /** An event as it leaves, but for who it is from. */
  function compose(event: string, given: unknown) {
    const { properties, problems } = catalogue.check(event, given, {
      freeText,
      known: { version: product.version, Version: product.version },
    })
    problems.forEach(tell)
    if (!properties) return undefined
    const json = JSON.stringify({
      event,
      uuid: newId(),
      timestamp: new Date(clock.now()).toISOString(),
      // Nobody is behind an install: PostHog is to make no person of it.
      properties: { $process_person_profile: false, ...common, ...Object(protect(properties, false)) },
    })
    return { json, bytes: Buffer.byteLength(json) }
  }

  function send<Name extends EventName<D>>(event: Name, properties: PropertiesOf<D, Name>): void {
    try {
      if (closing || !isOn()) return
      const composed = compose(event, properties)
      if (composed) delivery.add(composed)
    } catch {
      // A product does not fail because of its telemetry.
    }
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
    /** Sends what waits, now. It does not reject. */
    flush: () => delivery.flush(),
    /** Asks the switch now: after somebody has changed it. Off throws away what waits. */
    recheck,
    /** What the next request would carry, byte for byte; with an event, what that would be. Off: nothing. */
    async preview(event?: EventName<D>, properties?: unknown): Promise<Preview | undefined> {
      if (!recheck().enabled) return undefined
      if (event === undefined) return delivery.preview()
      const composed = compose(event, properties)
      return composed && delivery.show(composed)
    },
    /** The last request that was answered. */
    lastPayload: () => delivery.lastPayload(),
    status: (): TelemetryStatus => ({ switch: state, ...delivery.status() }),
    /**
     * Sends what waits and ends. Later events are dropped.
     *
     * @param limit milliseconds that it may take. Default: 5000.
     */
    shutdown: (limit = 5_000): Promise<void> => (closing ??= delivery.close(limit)),
  }
}
export type Telemetry<D extends CatalogueDeclaration = CatalogueDeclaration> = ReturnType<
  typeof createTelemetry<D>
>
