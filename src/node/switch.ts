import { readEnvironment } from './environment.js'
import type { Environment } from './environment.js'
import type { Problem } from './config/index.js'

/** What decided. */
export type DecidedBy = 'environment' | 'config' | 'licence' | 'admin' | 'first-run' | 'default'

/** Whether telemetry is on, and why. */
export interface SwitchState {
  readonly enabled: boolean
  readonly by: DecidedBy
  /** One sentence for people. */
  readonly reason: string
  /** The admin setting can't change it: show the toggle as locked, with the reason. */
  readonly locked: boolean
}

/**
 * A rule that some products have: “licensed installs can't disable telemetry”. It is no part of waypost unless a product
 * asks for it here, and the reason names it wherever it decides. The environment still switches off.
 */
export interface LicencePolicy {
  readonly rule: 'licensed-stays-on'
  /** A licence is loaded. */
  readonly licensed: boolean
  /** When it ends: milliseconds since the Unix epoch. An expired licence is none. Default: it does not end. */
  readonly expires?: number
}

export interface SwitchInput {
  /** Name of the product, as in `DISABLE_<PRODUCT>_TELEMETRY`. */
  readonly product: string
  /** Environment variables. Default: none. */
  readonly env?: Environment
  /** Further variables that switch off, such as `FF_TELEMETRY_DISABLED`. Default: none. */
  readonly variables?: readonly string[]
  /** The config file: what `loadConfig()` returns. With an error in it telemetry stays off. */
  readonly config?: { readonly enabled?: boolean; readonly problems?: readonly Problem[] }
  /** What an administrator chose while the product ran. `unreadable`: nobody knows any more, which is off. */
  readonly admin?: boolean | 'unreadable' | undefined
  /** What was chosen when the product was set up. */
  readonly firstRun?: boolean | undefined
  /** What holds when nobody has said anything. Default: `true`. */
  readonly byDefault?: boolean
  /** Default: none. */
  readonly licence?: LicencePolicy
  /** Now, in milliseconds since the Unix epoch: for the end of a licence. Default: the clock. */
  readonly now?: number
}

/**
 * Decides whether telemetry is on: environment, config file, admin setting, first-run choice, default, in this order.
 * The whole truth table is in docs/server.md.
 *
 * @example decide({ product: 'flowise', env: { DISABLE_FLOWISE_TELEMETRY: 'true' } }).enabled // false
 */
export function decide(input: SwitchInput): SwitchState {
  const { config, admin, firstRun, byDefault = true } = input
  const variable = readEnvironment(input.product, input.env ?? {}, input.variables)
  if (variable) return off('environment', `${variable} is set in the environment`, true)

  const broken = config?.problems?.find(({ level }) => level === 'error')
  if (broken)
    return off('config', `the configuration has an error in ${broken.field}: ${broken.message}`, true)
  if (isLicensed(input.licence, input.now))
    return on('licence', 'this install is licensed, and its licence does not let it switch off', true)
  if (config?.enabled === false) return off('config', 'the configuration says enabled: false', true)

  if (admin === 'unreadable') return off('admin', 'the settings can’t be read, and may hold an opt-out')
  if (admin !== undefined) return choice(admin, 'admin', 'an administrator switched it')
  if (firstRun !== undefined) return choice(firstRun, 'first-run', 'it was set up with telemetry')
  // It permits. Were it to win over an administrator who opted out, every sample file would.
  if (config?.enabled) return on('config', 'the configuration says enabled: true')
  return choice(byDefault, 'default', 'nobody has chosen, and by default it is')
}

function isLicensed(licence: LicencePolicy | undefined, now = Date.now()): boolean {
  return licence?.licensed === true && (licence.expires === undefined || licence.expires > now)
}

const on = (by: DecidedBy, why: string, locked = false) => state(true, by, why, locked)
const off = (by: DecidedBy, why: string, locked = false) => state(false, by, why, locked)
const choice = (enabled: boolean, by: DecidedBy, why: string) =>
  state(enabled, by, `${why} ${enabled ? 'on' : 'off'}`, false)

function state(enabled: boolean, by: DecidedBy, why: string, locked: boolean): SwitchState {
  return { enabled, by, reason: `Telemetry is ${enabled ? 'on' : 'off'}: ${why}.`, locked }
}
