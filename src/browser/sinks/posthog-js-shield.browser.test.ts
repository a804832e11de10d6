import { expect, test, vi } from 'vitest'
import { createPosthog } from './posthog-js.contract.js'
import { posthogJsSink } from './posthog-js-sink.js'
import { createContext } from './sink-context.contract.js'
import { wire } from './wire.contract.js'

test('what posthog-js adds by itself passes the URL policy; who it is from stays as it is', async () => {
  const posthog = createPosthog()
  posthog.identify('jane@mail.example')
  const { context } = createContext()
  const sink = posthogJsSink(posthog)({
    ...context,
    protect: (text) => (text.startsWith('http') ? 'https://shielded.example/' : text),
  })
  posthog.capture('own', {
    note: 'https://a.example/?token=x',
    $set: { email: 'https://mine', $current_url: 'https://x' },
  })
  const own = () => wire.events().find(({ event }) => event === 'own')
  await vi.waitFor(() => expect(own()).toBeDefined())
  const event = own()
  expect(event?.properties).toMatchObject({
    note: 'https://shielded.example/',
    $current_url: 'https://shielded.example/',
  })
  expect(event?.properties['$session_entry_url']).toBe('https://shielded.example/')
  expect(event?.properties['distinct_id']).toBe('jane@mail.example')
  expect(event?.properties['token']).toBe(posthog.config.token)
  sink.stop?.()
})
