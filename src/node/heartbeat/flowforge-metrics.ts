import { arch, release, type } from 'node:os'
import { HEARTBEAT_SCHEMA } from '../../catalogue/index.js'
import type { MetricModule } from './metrics.js'

type Source<T> = () => T | Promise<T>

/** Where each number of FlowForge's report comes from. */
export interface FlowforgeSources {
  /** Version of FlowForge. */
  readonly version: string
  readonly instanceId: Source<string>
  /** By the names of the report: `users`, `teams`, `projects`, `projectTemplates`… */
  readonly counts: Readonly<Record<string, Source<number>>>
  readonly driver: Source<string>
  readonly enabled: Readonly<Record<'broker' | 'fileStore' | 'email', Source<boolean>>>
  readonly license: Source<{ readonly id: string; readonly type: string }>
  /** Words by which the operator recognises this install. */
  readonly label?: string | undefined
}

/** FlowForge's report, each number a module of its own, under the name of its own source. */
export function flowforgeMetrics(sources: FlowforgeSources): MetricModule[] {
  const { version, instanceId, counts, driver, enabled, license, label } = sources
  const one = (name: string, source: Source<unknown>): MetricModule => ({
    name,
    collect: async () => ({ [name]: await source() }),
  })
  return [
    one('instanceId', instanceId),
    {
      name: 'os',
      collect: () => ({ 'os.type': type(), 'os.release': release(), 'os.arch': arch() }),
    },
    { name: 'env', collect: () => ({ 'env.nodejs': process.version, 'env.flowforge': version }) },
    ...Object.entries(counts).map(([name, source]) => one(`platform.counts.${name}`, source)),
    one('platform.config.driver', driver),
    ...Object.entries(enabled).map(([name, source]) => one(`platform.config.${name}.enabled`, source)),
    one('platform.license', license),
    { name: 'schema', collect: () => ({ schemaVersion: HEARTBEAT_SCHEMA, ...(label ? { label } : {}) }) },
  ]
}
