import type { Flow as DrawnFlow } from '../../app/data/flows'

export interface Flow extends Omit<DrawnFlow, 'team' | 'edited'> {
  vectors: number
  snapshots: number
}

export type Template = Omit<Flow, 'vectors' | 'snapshots'>

export interface Named {
  id: string
  name: string
}

/** A step that somebody took, and what was told of it. */
export interface Step {
  id: string
  at: string
  what: string
  events: string[]
  /** What the step has handled and no event carries. */
  stays: string
  told: boolean
}

export interface ConfigProblem {
  level: 'error' | 'warning'
  file?: string
  line?: number
  field: string
  message: string
  fix: string
}

interface Failure {
  at: string
  reason: string
}

export interface Delivery {
  name: string
  hasSink: boolean
  waiting: number
  sent: number
  dropped: number
  refused: number
  lastSent?: string
  lastError?: Failure
  nextTry?: string
}

export interface Heartbeat {
  lastSent?: string
  lastError?: Failure
  next?: string
  failedModules: { name: string; code: string }[]
}

export interface Choice {
  at: string
  by: string
  chooser: 'admin' | 'first-run'
  from: boolean | 'unreadable' | null
  to: boolean | null
}

export interface TelemetryState {
  product: { name: string; version: string }
  switch: { enabled: boolean; by: string; reason: string; locked: boolean }
  problems: ConfigProblem[]
  configFile: string
  settingsFile: string
  settingsVariable: string
  variables: string[]
  hasId: boolean
  frontend?: { key: string; host: string }
  delivery: Delivery[]
  heartbeat: Heartbeat
  audit: Choice[]
}

/** All that the pages show, but for what is sent. */
export interface ServerState {
  collectorUrl: string
  isSetUp: boolean
  admin?: string
  templates: Template[]
  flows: Flow[]
  tools: Named[]
  assistants: Named[]
  activity: Step[]
  telemetry: TelemetryState
}

/** A request, as it was or would be. */
export interface Payload {
  name?: string
  to: string
  body: string
}

export interface Payloads {
  last: Payload[]
  waiting: Payload[]
  heartbeat?: Payload
}
