import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { Command } from 'commander'
import { createSettings, decide, formatProblem, loadConfig, settingsFile } from '../node/index.js'
import type { Surroundings } from './surroundings.js'

/** Which install a command is about. */
export interface InstallOptions {
  readonly product: string
  readonly config?: string
  readonly envFile?: string
  readonly settings?: string
}

export const addInstallOptions = (command: Command): Command =>
  command
    .requiredOption('-p, --product <name>', 'name of the product, as in DISABLE_<PRODUCT>_TELEMETRY')
    .option('-c, --config <file>', 'its configuration file, such as flowforge.yml')
    .option('-e, --env-file <file>', 'file of the environment variables that it starts with, such as .env')
    .option('-s, --settings <file>', 'file that its settings page writes')

/** What is known of an install from here: the product may be started with other variables. */
export function readInstall(
  { product, config: file, envFile, settings: named }: InstallOptions,
  surroundings: Surroundings,
) {
  const env = envFile === undefined ? surroundings.env : { ...surroundings.env, ...readVariables(envFile) }
  const config = loadConfig({ env, product, ...(file === undefined ? {} : { file }) })
  for (const problem of config.problems) surroundings.printError(formatProblem(problem))
  const settings = createSettings({ file: named ?? settingsFile(product, env) })
  return { env, config, settings, state: () => decide({ product, env, config, ...settings.read() }) }
}

function readVariables(file: string) {
  try {
    return parseEnv(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${file} can’t be read: check the path and its rights.`, { cause: error })
  }
}
