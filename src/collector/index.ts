export { createCollector } from './create-collector.js'
export type { Retention } from './archive/types.js'
export type { GateOptions, LogLevel, LogTarget, PingSchema } from './gate/options.js'
export type { Ping } from './pings.js'
export type {
  CollectedEvent,
  Collector,
  CollectorOptions,
  EventFilter,
  EventPage,
  RequestFacts,
} from './types.js'
export type { ForwardingStatus } from './forward/status.js'
