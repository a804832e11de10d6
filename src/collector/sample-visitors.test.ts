// @vitest-environment node
import { expect, test } from 'vitest'
import { SAMPLE_KEY, createVisitors } from '../../scripts/visitors.mjs'
import { createCollector } from './create-collector.js'

test('the made-up visitors of `npm start` look like real ones: complete, in order, in time, and under their own key', async () => {
  let clock: number | undefined
  const collector = await createCollector({
    port: 0,
    now: () => clock ?? Date.now(),
    pingSchema: 'flowforge',
  })
  const stop = new AbortController()
  const ask = async (path: string) =>
    (await (await fetch(`${collector.url}/api/${path}`)).json()) as Record<string, unknown>
  try {
    const visitors = createVisitors({ url: collector.url })
    await visitors.past({ visits: 40, installs: 3, setClock: (at) => (clock = at) })
    clock = undefined

    const events = collector.events()
    expect(events.every(({ token, duplicate }) => token === SAMPLE_KEY && !duplicate)).toBe(true)
    expect(events.map(({ receivedAt }) => receivedAt)).toEqual(
      events.map(({ receivedAt }) => receivedAt).sort(),
    )
    const from = new Date(Date.now() - 15 * 86_400_000).toISOString()
    const delivery = await ask(`delivery?from=${from}`)
    expect(delivery).toMatchObject({ missing: 0, sessionsWithGaps: 0 })
    expect(delivery['views']).toBeGreaterThan(40)
    expect((delivery['delay'] as { median: number }).median).toBeLessThan(3)
    expect(await ask(`installs?from=${from}`)).toMatchObject({ active: 3 })

    // And they go on.
    const next = new Promise((resolve) => collector.subscribe(resolve))
    const walking = visitors.live(stop.signal)
    expect(await next).toMatchObject({ token: SAMPLE_KEY, event: '$pageview' })
    stop.abort()
    await walking
  } finally {
    stop.abort()
    await collector.close()
  }
}, 60_000)
