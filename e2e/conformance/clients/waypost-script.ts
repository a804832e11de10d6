import type { Client, Head } from '../client.ts'
import { readPosthog } from '../read-posthog.ts'

export const tag = ({ posthog, hash }: Head) =>
  `<script defer src="/waypost.js" data-key="${posthog.key}" data-host="${posthog.host}"
  data-flush-interval="200" ${hash ? 'data-hash-routing' : ''}></script>`

export const client: Client = {
  id: 'waypost-script',
  name: 'waypost, script tag',
  how: 'one script tag; it sees the URL, not the router',
  package: 'waypost',
  leaves: true,
  head: tag,
  read: readPosthog,
}
