import type { Client } from '../client.ts'
import { field, text } from '../json.ts'

export const client: Client = {
  id: 'openpanel',
  name: 'OpenPanel',
  how: '`new OpenPanel({ trackScreenViews: true })`; `trackHashChanges` for a hash router',
  package: '@openpanel/web',
  async start({ wire, hash }) {
    const { OpenPanel } = await import('@openpanel/web')
    new OpenPanel({
      clientId: 'conformance',
      apiUrl: wire,
      trackScreenViews: true,
      trackHashChanges: hash,
    })
  },
  read({ data }) {
    if (field(data, 'payload', 'name') !== 'screen_view') return undefined
    const property = (name: string) => text(field(data, 'payload', 'properties', name))
    return { kind: 'view', url: property('__path') ?? '', title: property('__title') }
  },
}
