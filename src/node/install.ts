import path from 'node:path'
import type { TelemetryConfig } from './config/index.js'
import type { Environment } from './environment.js'
import { settingsFile } from './settings-file.js'
import { createSettings } from './settings.js'
import type { Settings } from './settings.js'
import { folderStore } from './store/folder-store.js'
import { createInstanceId } from './store/instance-id.js'
import type { Store } from './store/store.js'
import { decide } from './switch.js'
import type { LicencePolicy, SwitchState } from './switch.js'

/** What is known of the install that telemetry runs in. */
export interface InstallOptions {
  /** What the operator has written down: what `loadConfig()` returns. Default: nothing. */
  readonly config?: TelemetryConfig
  /** What was chosen at set-up and while it ran. Default: the file that `settingsFile()` names. */
  readonly settings?: Pick<Settings, 'file' | 'read'>
  /** Keeps the id and the time of the last report. Default: the folder `telemetry` beside the settings file. */
  readonly store?: Store
  /** Variables that may switch off. Default: `process.env`. */
  readonly env?: Environment
  /** Further variables that switch off. Default: none. */
  readonly variables?: readonly string[]
  /** What holds when nobody has said anything. Default: `true`. */
  readonly byDefault?: boolean
  /** The licence that is loaded now, where licences have a say. Default: they have none. */
  readonly licence?: () => LicencePolicy | undefined
  /** Decides by itself whether telemetry is on, instead of all the above. */
  readonly decide?: () => SwitchState
  /** Who events are from. Asked for when something leaves, not before. Default: a UUID, kept in the store. */
  readonly instanceId?: () => Promise<string>
}

export interface Install {
  readonly decide: () => SwitchState
  readonly instanceId: () => Promise<string>
  readonly store: Store
}

/** Puts together what decides about telemetry, who it is from, and where that is kept. Touches no file by itself. */
export function createInstall(product: string, options: InstallOptions): Install {
  const { config, env = process.env, variables, byDefault, licence } = options
  const settings = options.settings ?? createSettings({ file: settingsFile(product, env) })
  const store = options.store ?? folderStore(path.join(path.dirname(settings.file), 'telemetry'))
  return {
    decide:
      options.decide ??
      (() => {
        const policy = licence?.()
        return decide({
          product,
          env,
          ...(config && { config }),
          ...(variables && { variables }),
          ...(byDefault === undefined ? {} : { byDefault }),
          ...(policy && { licence: policy }),
          ...settings.read(),
        })
      }),
    instanceId: options.instanceId ?? createInstanceId(store),
    store,
  }
}
