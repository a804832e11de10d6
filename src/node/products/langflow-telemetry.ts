import { machine, type } from 'node:os'
import type { langflow } from '../../catalogue/index.js'
import type { Telemetry } from '../telemetry.js'

type LangflowTelemetry = Telemetry<(typeof langflow)['declaration']>

/** What a product says of itself when it starts. */
export interface LangflowStart {
  readonly autoLogin: boolean
  readonly cacheType: string
  readonly backendOnly: boolean
  readonly desktop: boolean
  /** Version of Python, where there is one. */
  readonly python?: string
}

const NAMES: Readonly<Record<string, string>> = {
  x86_64: 'x64',
  amd64: 'x64',
  aarch64: 'arm64',
  i686: 'ia32',
}

/** Architecture of the machine, whatever the program was built for: `x64`, `arm64`. */
export const architecture = (name = machine()): string => NAMES[name.toLowerCase()] ?? name.toLowerCase()

/**
 * Langflow's events, measured: from the call to the end of its answer, streamed or not, in seconds with their fractions,
 * and with the code of an error.
 *
 * @param elapsed monotonic milliseconds. Default: the system's.
 */
export function langflowTelemetry(telemetry: LangflowTelemetry, elapsed = () => performance.now()) {
  const started = elapsed()
  return {
    version: ({ autoLogin, cacheType, backendOnly, desktop, python }: LangflowStart): void =>
      telemetry.send('Version', {
        Platform: type(),
        Arch: architecture(),
        AutoLogin: autoLogin,
        CacheType: cacheType,
        BackendOnly: backendOnly,
        Desktop: desktop,
        Python: python,
      }),
    run: <T>(fn: () => T, isWebhook: boolean): T =>
      telemetry.time('Run', fn, ({ seconds, success, errorCode }) => ({
        IsWebhook: isWebhook,
        Seconds: seconds,
        Success: success,
        ErrorCode: errorCode,
      })),
    playground: <T>(fn: () => T, componentCount: number): T =>
      telemetry.time('Playground', fn, ({ seconds, success, errorCode }) => ({
        Seconds: seconds,
        ComponentCount: componentCount,
        Success: success,
        ErrorCode: errorCode,
      })),
    /** @param id of the component: `ChatInput-a1b2c`. What stands before the hyphen is sent. */
    component: <T>(fn: () => T, id: string): T =>
      telemetry.time('Component', fn, ({ seconds, success, errorCode }) => ({
        Name: id.split('-', 1)[0] ?? '',
        Seconds: seconds,
        Success: success,
        ErrorCode: errorCode,
      })),
    /** Sends how long it ran, and ends telemetry. */
    shutdown(limit?: number): Promise<void> {
      telemetry.send('Shutdown', { TimeRunning: Math.round(elapsed() - started) / 1000 })
      return telemetry.shutdown(limit)
    },
  }
}
