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
export type { DeliveryLimits, DeliveryStatus } from './delivery/delivery.js'
export { flowforgeMetrics } from './heartbeat/flowforge-metrics.js'
export type { FlowforgeSources } from './heartbeat/flowforge-metrics.js'
export { createHeartbeat } from './heartbeat/heartbeat.js'
export type { Heartbeat, HeartbeatOptions, HeartbeatStatus } from './heartbeat/heartbeat.js'
export type { FailedModule, MetricModule } from './heartbeat/metrics.js'
export { fileLock } from './lock/file-lock.js'
export type { Held, Lock } from './lock/lock.js'
export { postgresLock } from './lock/postgres-lock.js'
export { errorCode, measure } from './measure.js'
export { stackHash } from './stack-hash.js'
export type { Measured } from './measure.js'
export { expressFrontend, fastifyFrontend, honoFrontend } from './page/adapters.js'
export type { AdapterOptions } from './page/adapters.js'
export { cspDirectives, mergeCsp } from './page/csp.js'
export type { CspDirectives, CspOptions, CspPolicy } from './page/csp.js'
export { createFrontend } from './page/frontend.js'
export type { Answer, Frontend, FrontendOptions } from './page/frontend.js'
export { injectWaypost } from './page/inject.js'
export type { InjectOptions } from './page/inject.js'
export { flowGraph } from './products/flow-graph.js'
export type { FlowGraph } from './products/flow-graph.js'
export { flowiseTelemetry } from './products/flowise-telemetry.js'
export { architecture, langflowTelemetry } from './products/langflow-telemetry.js'
export type { LangflowStart } from './products/langflow-telemetry.js'
export { createLocalStats } from './stats/local-stats.js'
export type { LocalStats, LocalStatsOptions, StatsHeaders } from './stats/local-stats.js'
export { fileSink } from './sinks/file-sink.js'
export { httpSink } from './sinks/http-sink.js'
export type { HttpSinkOptions } from './sinks/http-sink.js'
export { memorySink } from './sinks/memory-sink.js'
export type { MemorySink, ServerEvent } from './sinks/memory-sink.js'
export { posthogNodeSink } from './sinks/posthog-node-sink.js'
export type { PosthogNodeModule, PosthogNodeSinkOptions } from './sinks/posthog-node-sink.js'
export type { Batch, Outcome, Preview, ServerSink, SinkTools } from './sinks/sink.js'
export { folderStore } from './store/folder-store.js'
export { createInstanceId } from './store/instance-id.js'
export { postgresStore } from './store/postgres-store.js'
export type { Store } from './store/store.js'
export type { Surroundings } from './surroundings.js'
export type { InstallOptions } from './install.js'
export { createTelemetry } from './telemetry.js'
export type { OwnHeartbeatOptions, Telemetry, TelemetryOptions, TelemetryStatus } from './telemetry.js'
