export type { FrontendPosthogConfig, PosthogConfig, Problem, TelemetryConfig } from './types.js'
