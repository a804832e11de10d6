import { Gauge, Registry } from 'prom-client'
import type { OpenMetricsContentType } from 'prom-client'
import type { FailedModule } from '../heartbeat/metrics.js'

/** Prometheus' own name for the format. */
export const METRICS_TYPE = Registry.OPENMETRICS_CONTENT_TYPE

const snake = (names: readonly string[]) =>
  names
    .join('_')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d_]/g, '_')
    // A name may not begin with a digit.
    .replace(/^\d/, '_$&')

/** Every value that is no object, with the names that lead to it. */
function leaves(tree: object, path: readonly string[] = []): [readonly string[], unknown][] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? leaves(value, [...path, name]) : [[[...path, name], value]],
  )
}

/**
 * Numbers as gauges, yes and no as 1 and 0, texts as labels of one gauge `<prefix>_info`; and one gauge for each module that
 * failed. `platform.counts.projectSnapshots` is `<prefix>_platform_counts_project_snapshots`.
 */
export async function metricsText(
  payload: object,
  failed: readonly FailedModule[],
  prefix: string,
): Promise<string> {
  const registry = new Registry<OpenMetricsContentType>()
  registry.setContentType(METRICS_TYPE)
  const texts: Record<string, string> = {}
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] })

  const without = gauge(snake([prefix, 'failed_module']), 'Modules that failed, and why.', ['module', 'code'])
  for (const { name, code } of failed) without.set({ module: name, code }, 1)
  const info = snake([prefix, 'info'])
  for (const [path, value] of leaves(payload)) {
    const name = snake([prefix, ...path])
    // Of two that would have one name, `a.b` and `a_b`, the first one has it.
    if (name === info || registry.getSingleMetric(name)) continue
    if (typeof value === 'string') texts[snake(path)] = value
    if (typeof value === 'number' || typeof value === 'boolean')
      gauge(name, path.join('.')).set(Number(value))
  }
  gauge(info, 'What this install is.', Object.keys(texts)).set(texts, 1)
  return registry.metrics()
}
