export {
  defineCatalogue,
  docs,
  flowforge,
  flowise,
  HEARTBEAT_SCHEMA,
  LANGUAGES,
  langflow,
} from '../catalogue/index.js'
export type {
  Case,
  Catalogue,
  CatalogueDeclaration,
  CatalogueProblem,
  CheckCode,
  Checked,
  CheckOptions,
  CheckProblem,
  EventDeclaration,
  EventName,
  Language,
  Naming,
  PropertiesOf,
  PropertyDeclaration,
  PropertyDeclarations,
  PropertyType,
  Sample,
  Text,
  ValueOf,
} from '../catalogue/index.js'
export { formatProblem, loadConfig } from './config/index.js'
export type {
  ConfigSource,
  FrontendPosthogConfig,
  PosthogConfig,
  Problem,
  TelemetryConfig,
} from './config/index.js'
export { switchVariables } from './environment.js'
export type { Environment } from './environment.js'
export { settingsFile, settingsVariable } from './settings-file.js'
export { createSettings } from './settings.js'
export type { Choices, Chooser, Settings, SettingsOptions } from './settings.js'
export { decide } from './switch.js'
export type { DecidedBy, LicencePolicy, SwitchInput, SwitchState } from './switch.js'
