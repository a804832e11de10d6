import type { Client } from '../client.ts'
import { field, number, text } from '../json.ts'

export const client: Client = {
  id: 'plausible',
  name: 'Plausible',
  how: '`init({ domain })`; `hashBasedRouting` for a hash router',
  package: '@plausible-analytics/tracker',
  note: 'Sends no titles. Its `engagement` events, which add up, are its leaves.',
  leaves: true,
  async start({ wire, hash }) {
    const { init } = await import('@plausible-analytics/tracker')
    init({
      domain: location.hostname,
      endpoint: `${wire}/api/event`,
      hashBasedRouting: hash,
      captureOnLocalhost: true,
    })
  },
  read({ data }) {
    const name = field(data, 'n')
    const url = text(field(data, 'u')) ?? ''
    if (name === 'pageview') return { kind: 'view', url }
    if (name !== 'engagement') return undefined
    return { kind: 'leave', url, part: true, seconds: (number(field(data, 'e')) ?? 0) / 1000 }
  },
}
