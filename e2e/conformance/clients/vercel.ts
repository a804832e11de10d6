import type { Client } from '../client.ts'
import { field, text } from '../json.ts'

export const client: Client = {
  id: 'vercel',
  name: 'Vercel Analytics',
  how: 'its `<Analytics />` component for Vue',
  package: '@vercel/analytics',
  note: 'Read from `window.va`: what the script that it loads makes of it was not measured. Sends no titles.',
  async start({ beside, queued }) {
    const { Analytics } = await import('@vercel/analytics/vue')
    Object.assign(window, { va: (...call: unknown[]) => queued(call) })
    beside(Analytics)
  },
  read({ data }) {
    if (field(data, 0) !== 'pageview') return undefined
    return { kind: 'view', url: text(field(data, 1, 'path')) ?? '' }
  },
}
