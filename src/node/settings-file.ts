import { homedir, platform } from 'node:os'
import path from 'node:path'
import { variableName } from './environment.js'
import type { Environment } from './environment.js'

/** Variable that names the settings file of a product. */
export const settingsVariable = (product: string): string => `${variableName(product)}_TELEMETRY_SETTINGS`

/**
 * Where the choices about a product's telemetry are kept: the file that `<PRODUCT>_TELEMETRY_SETTINGS` names, else
 * `telemetry.json` in the product's folder among the user's settings.
 *
 * @example settingsFile('flowforge') // /home/jane/.config/flowforge/telemetry.json
 */
export function settingsFile(product: string, env: Environment = process.env, home = homedir()): string {
  const named = env[settingsVariable(product)]?.trim()
  if (named) return path.resolve(named)
  const folder = platform() === 'win32' ? env['APPDATA'] : env['XDG_CONFIG_HOME']
  const name = product.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return path.join(folder?.trim() || path.join(home, '.config'), name, 'telemetry.json')
}
