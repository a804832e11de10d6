// @vitest-environment node
import { expect, it, vi } from 'vitest'
import { makeFolder } from '../archive/archive.contract.js'
import { createCollector } from '../index.js'
import { uuidv7 } from '../uuid.js'

/** A long one: `WAYPOST_OUTAGE=600 npx vitest run --project unit outage` */
const SECONDS = Number(process.env['WAYPOST_OUTAGE'] ?? 4)
vi.setConfig({ testTimeout: (SECONDS + 600) * 1_000 })

it(`an outage of ${SECONDS} seconds: what came meanwhile arrives afterwards, in its order, once`, async () => {
  let posthog = await createCollector({ port: 0 })
  const port = Number(new URL(posthog.url).port)
  const proxy = await createCollector({ port: 0, data: await makeFolder(), forward: posthog.url })
  await posthog.close()

  const answered: string[] = []
  const began = Date.now()
  while (Date.now() - began < SECONDS * 1_000) {
    const uuids = Array.from({ length: 10 }, () => uuidv7(Date.now()))
    const batch = uuids.map((uuid) => ({ uuid, event: 'e', distinct_id: 'd' }))
    const body = JSON.stringify({ api_key: 'phc_a', batch })
    const { status } = await fetch(`${proxy.url}/batch/`, { method: 'POST', body })
    expect(status).toBe(200)
    answered.push(...uuids)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(await proxy.forwarding()).toMatchObject({ sent: 0, lastError: { reason: 'ECONNREFUSED' } })

  posthog = await createCollector({ port, maxEvents: answered.length + 1 })
  await expect.poll(async () => (await proxy.forwarding())?.waitingBytes, { timeout: 400_000 }).toBe(0)
  const arrived = posthog.events()
  expect(arrived.map(({ uuid }) => uuid)).toEqual(answered)
  expect(arrived.some(({ duplicate }) => duplicate)).toBe(false)
  await proxy.close()
  await posthog.close()
})
