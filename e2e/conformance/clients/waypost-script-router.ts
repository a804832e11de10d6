import type { Client } from '../client.ts'
import { readPosthog } from '../read-posthog.ts'
import { tag } from './waypost-script.ts'

export const client: Client = {
  id: 'waypost-script-router',
  name: 'waypost, script tag and router',
  how: 'one script tag, and `waypost.useRouter(router)`',
  package: 'waypost',
  leaves: true,
  head: tag,
  plugin: ({ router }) => window.waypost.useRouter(router),
  read: readPosthog,
}
