import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sink } from '../../core/index.js'
import { quietConsole } from '../quiet-console.contract.js'
import { createWaypost } from '../tracker.js'
import type { Waypost } from '../tracker.js'
import { posthogJsSink } from './posthog-js-sink.js'
import { createPosthog } from './posthog-js.contract.js'
import { posthogSink } from './posthog-sink.js'
import { HOST, wire } from './wire.contract.js'

quietConsole()
/** posthog-js takes a third of a second for each. */
const RUNS = 20
let waypost: Waypost | undefined
const { href } = location
beforeEach(() => wire.reset())
afterEach(() => {
  waypost?.stop()
  waypost = undefined
  history.replaceState(null, '', href)
  Reflect.deleteProperty(document, 'referrer')
  localStorage.clear()
})

/** A secret by its shape, with a mark that nothing else has. */
const shaped = fc.oneof(
  fc.stringMatching(/^[0-9a-f]{24,48}$/).filter((text) => /\d[a-f]+\d/.test(text)),
  fc.stringMatching(/^[a-z]{8,12}$/).map((name) => `${name}@mail.example`),
  fc.stringMatching(/^[\w-]{12,40}$/).map((text) => `eyJ${text}0.${text}`),
)
/** One that only its name gives away. */
const named = fc.tuple(
  // Not `token`: an event's property of that name is the project to PostHog.
  fc.constantFrom('access_token', 'code', 'client_secret', 'apiKey', 'password', 'email'),
  fc.stringMatching(/^q[A-Za-z0-9~-]{7,20}z$/),
)
const isSent = (secret: string) => {
  const bytes = wire.requests.map(({ url, text }) => {
    // posthog-js makes a form of base64 for beacons.
    const form = text.startsWith('data=') ? atob(decodeURIComponent(text.slice(5))) : ''
    return url + text + form
  })
  return bytes.some((text) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
}

/** A visit with a secret wherever a visit can have one. */
async function visit(sink: Sink, path: string, secret: string, name: string) {
  history.replaceState(null, '', path)
  Object.defineProperty(document, 'referrer', {
    configurable: true,
    value: `https://other.example/mail?${name}=${encodeURIComponent(secret)}`,
  })
  document.title = `Reset ${secret}`
  waypost = createWaypost({ sink, titleWait: 0, urls: 'full' })
  waypost.register({ last: `?${name}=${secret}` })
  waypost.capture('opened', {
    [name]: secret,
    nested: { list: [`see ${secret}`, { [name]: secret }] },
  })
  history.pushState(null, '', `/next?${name}=${encodeURIComponent(secret)}#${name}=${secret}`)
  document.title = `Next ${secret}`
  history.pushState(null, '', '/last')
  await waypost.flush()
  waypost.stop()
}

const sinks: Record<string, () => Sink> = {
  posthogSink: () => posthogSink({ key: wire.newKey(), host: HOST }),
  posthogJsSink: () => posthogJsSink(createPosthog({ save_referrer: true, save_campaign_params: true })),
}
for (const [name, createSink] of Object.entries(sinks)) {
  test(`${name}: a secret that its shape gives away is in no byte that leaves, wherever it was`, async () => {
    await fc.assert(
      fc.asyncProperty(shaped, async (secret) => {
        wire.reset()
        const path = `/reset/${encodeURIComponent(secret)}?next=${encodeURIComponent(secret)}#${secret}`
        await visit(createSink(), path, secret, 'next')
        await expect.poll(() => wire.events().length, { timeout: 5000 }).toBeGreaterThanOrEqual(4)
        expect(isSent(secret)).toBe(false)
      }),
      { numRuns: RUNS },
    )
  })

  test(`${name}: a secret that only its name gives away is in no byte that leaves, wherever it was`, async () => {
    await fc.assert(
      fc.asyncProperty(named, async ([key, secret]) => {
        wire.reset()
        await visit(createSink(), `/reset?${key}=${encodeURIComponent(secret)}`, secret, key)
        await expect.poll(() => wire.events().length, { timeout: 5000 }).toBeGreaterThanOrEqual(4)
        expect(isSent(secret)).toBe(false)
      }),
      { numRuns: RUNS },
    )
  })
}

test('the search finds what is sent', async () => {
  const sink = posthogSink({ key: wire.newKey(), host: HOST })
  waypost = createWaypost({ sink, titleWait: 0, maskSecrets: false })
  waypost.capture('opened', { token: 'q1234567z' })
  await waypost.flush()
  expect(isSent('q1234567z')).toBe(true)
})
