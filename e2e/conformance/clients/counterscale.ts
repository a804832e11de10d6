import type { Client } from '../client.ts'

export const client: Client = {
  id: 'counterscale',
  name: 'Counterscale',
  how: '`init({ siteId, reporterUrl })`',
  package: '@counterscale/tracker',
  note: 'Sends no titles.',
  async start({ wire }) {
    const { init } = await import('@counterscale/tracker')
    init({ siteId: 'conformance', reporterUrl: `${wire}/collect`, reportOnLocalhost: true })
  },
  read({ url }) {
    const { pathname, searchParams } = new URL(url, 'http://any')
    if (!pathname.endsWith('/collect')) return undefined
    return { kind: 'view', url: searchParams.get('p') ?? '' }
  },
}
