export { loadConfig } from './load-config.js'
export type { ConfigSource } from './load-config.js'
export { formatProblem } from './format-problem.js'
export type { FrontendPosthogConfig, PosthogConfig, Problem, TelemetryConfig } from './types.js'
