import type { Client } from '../client.ts'
import { field, text } from '../json.ts'

const plain = (value: unknown) => decodeURIComponent(text(value) ?? '')

export const client: Client = {
  id: 'umami',
  name: 'Umami',
  how: 'its script tag',
  package: 'umami',
  fetched: {
    version: '2.10.0',
    integrity:
      'sha512-+lmrnV0751R6U2rkIgVAlE1nWI7yZawlMlJDguW9tlFacCKhnGeCyc7tCMIhNNYIiGIQy4DEX5IzJhm4b3+dPA==',
    file: 'src/tracker/index.js',
  },
  note: 'The tracker of the newest Umami that is on npm; newer ones are published elsewhere.',
  head: ({ wire }) =>
    `<script defer src="/fetched/umami.js" data-website-id="conformance" data-host-url="${wire}"></script>`,
  read({ url, data }) {
    const payload = field(data, 'payload')
    if (!url.endsWith('/api/send') || field(payload, 'name') !== undefined) return undefined
    return { kind: 'view', url: plain(field(payload, 'url')), title: plain(field(payload, 'title')) }
  },
}
