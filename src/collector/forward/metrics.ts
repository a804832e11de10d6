import { Counter, Gauge } from 'prom-client'
import type { OpenMetricsContentType, Registry } from 'prom-client'
import type { ForwardingStatus } from './status.js'

/** How passing on is doing, as it is when it is asked for. */
export function addForwardingMetrics(
  registers: Registry<OpenMetricsContentType>[],
  status: () => Promise<ForwardingStatus>,
): void {
  const gauge = (name: string, help: string, value: (status: ForwardingStatus) => number) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(value(await status()))
      },
    })
  const counter = (name: string, help: string, value: (status: ForwardingStatus) => number) => {
    let before = 0
    new Counter({
      name,
      help,
      registers,
      async collect() {
        const now = value(await status())
        this.inc(Math.max(0, now - before))
        before = now
      },
    })
  }

  gauge(
    'waypost_forward_waiting_bytes',
    'Bytes of events that were answered and not yet passed on.',
    ({ waitingBytes }) => waitingBytes,
  )
  gauge(
    'waypost_forward_spool_bytes',
    'Bytes that may wait; beyond them new events are refused.',
    ({ spoolBytes }) => spoolBytes,
  )
  gauge('waypost_forward_up', '1 where the last request was answered, 0 during an outage.', ({ state }) =>
    state === 'ok' ? 1 : 0,
  )
  counter('waypost_forward_events_total', 'Events passed on.', ({ sent }) => sent)
  counter(
    'waypost_forward_refused_total',
    'Events refused for good by the receiver.',
    ({ refused }) => refused,
  )
}
