import { performance } from 'node:perf_hooks'
import { Counter, Gauge } from 'prom-client'
import type { OpenMetricsContentType, Registry } from 'prom-client'

/**
 * What operators look at first, read when it is asked for. prom-client's own set keeps observers that nothing stops,
 * and a collector in a test comes and goes.
 */
export function addProcessMetrics(registers: Registry<OpenMetricsContentType>[]): void {
  let cpuBefore = 0
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time of the process, user and system.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage()
      const cpu = (user + system) / 1e6
      this.inc(Math.max(0, cpu - cpuBefore))
      cpuBefore = cpu
    },
  })
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })

  gauge('process_start_time_seconds', 'When the process started, Unix time.', () =>
    Math.round(performance.timeOrigin / 1000),
  )
  gauge('process_resident_memory_bytes', 'Memory that the process has.', () => process.memoryUsage.rss())
  gauge('nodejs_heap_used_bytes', 'JavaScript heap in use.', () => process.memoryUsage().heapUsed)
  let before = performance.eventLoopUtilization()
  gauge('nodejs_event_loop_utilization', 'Share of the time since the last look that was busy.', () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    return utilization
  })
}
