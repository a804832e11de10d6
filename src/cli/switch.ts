import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { switchVariables } from '../node/index.js'
import { addInstallOptions, readInstall } from './install.js'
import type { InstallOptions } from './install.js'
import type { Surroundings } from './surroundings.js'

/** `waypost status`, `enable`, `disable`: the switch of an install, for who operates it. */
export function addSwitch(program: Command, surroundings: Surroundings): void {
  addInstallOptions(program.command('status'))
    .description('Say whether telemetry is on, what decided that, and where to change it.')
    .action((options: InstallOptions) => status(options, surroundings))
  addInstallOptions(program.command('enable'))
    .description('Switch telemetry on, as the admin setting.')
    .action((options: InstallOptions) => choose(true, options, surroundings))
  addInstallOptions(program.command('disable'))
    .description('Switch telemetry off, as the admin setting.')
    .action((options: InstallOptions) => choose(false, options, surroundings))
}

function status(options: InstallOptions, surroundings: Surroundings): void {
  const { settings, state } = readInstall(options, surroundings)
  const { enabled, by, reason, locked } = state()
  const [, variable = ''] = switchVariables(options.product)
  const command = enabled ? 'disable' : 'enable'
  const change = locked
    ? CHANGE[by]
    : `npx waypost ${command} --product ${options.product}${enabled ? `, or ${variable}=1 in its environment` : ''}`
  surroundings.print(`${reason}

  Decided by  ${by}${locked ? ', which the admin setting does not change' : ''}
  Settings    ${settings.file}${existsSync(settings.file) ? '' : ' (not there: nobody has chosen)'}
  Config      ${options.config ?? 'none named: see --config'}
  To change   ${change}`)
}

/** Where to change what the admin setting does not. */
const CHANGE: Readonly<Record<string, string>> = {
  environment: 'take the variable out of its environment',
  config: 'correct the configuration file',
  licence: 'set one of the variables of its environment',
}

async function choose(enabled: boolean, options: InstallOptions, surroundings: Surroundings): Promise<void> {
  const { settings, state } = readInstall(options, surroundings)
  await settings.choose('admin', enabled, surroundings.user())
  const { enabled: now, reason } = state()
  if (now !== enabled)
    throw new Error(`The setting is kept in ${settings.file}, but something goes before it. ${reason}`)
  surroundings.print(`${reason}\nKept in ${settings.file}.`)
}
