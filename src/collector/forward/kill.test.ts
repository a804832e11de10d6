// @vitest-environment node
import { expect, it, vi } from 'vitest'
import { makeFolder, open } from '../archive/archive.contract.js'
import { useCollectorProgram } from '../collector-process.contract.js'
import type { CollectorProcess } from '../collector-process.contract.js'
import { uuidv7 } from '../uuid.js'

vi.setConfig({ testTimeout: 300_000 })

const KILLS = 16
const program = useCollectorProgram()

it(`what the proxy has answered reaches PostHog, once, whichever of the two is killed: ${KILLS} times`, async () => {
  const [ours, theirs] = [await makeFolder(), await makeFolder()]
  const answered = new Set<string>()
  const sent = new Set<string>()
  let posthog = await program.start({ data: theirs })
  const port = Number(new URL(posthog.url).port)
  const startProxy = () => program.start({ data: ours, forward: posthog.url })
  let proxy = await startProxy()

  let isOver = false
  const senders = Array.from({ length: 3 }, async () => {
    while (!isOver) {
      const uuids = Array.from({ length: 20 }, () => uuidv7(Date.now()))
      for (const uuid of uuids) sent.add(uuid)
      const batch = uuids.map((uuid) => ({ uuid, event: 'e', distinct_id: 'd' }))
      const answer = await fetch(`${proxy.url}/batch/`, {
        method: 'POST',
        body: JSON.stringify({ api_key: 'phc_a', batch }),
      }).catch(() => undefined)
      if (answer?.status === 200) for (const uuid of uuids) answered.add(uuid)
      else await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })
  const kill = async (which: CollectorProcess) => {
    which.kill()
    await which.gone
  }
  for (let round = 0; round < KILLS; round++) {
    const begun = answered.size
    while (answered.size < begun + 200) await new Promise((resolve) => setTimeout(resolve, 5))
    if (round % 2) {
      await kill(posthog)
      posthog = await program.start({ data: theirs, port })
    } else {
      await kill(proxy)
      proxy = await startProxy()
    }
  }
  isOver = true
  await Promise.all(senders)

  const status = async () =>
    (await (await fetch(`${proxy.url}/api/forwarding`)).json()) as { waitingBytes: number }
  await expect.poll(async () => (await status()).waitingBytes, { timeout: 60_000 }).toBe(0)
  await kill(proxy)
  await kill(posthog)
  const archive = await open({ folder: theirs })
  await archive.refresh()
  const rows = await archive.all('SELECT uuid::VARCHAR AS uuid, count(*) AS n FROM events GROUP BY ALL')
  const arrived = new Map(rows.map(({ uuid, n }) => [String(uuid), n]))
  expect([...answered].filter((uuid) => !arrived.has(uuid))).toEqual([])
  expect([...arrived].filter(([uuid, n]) => n !== 1 || !sent.has(uuid))).toEqual([])
  expect(answered.size).toBeGreaterThan(KILLS * 200)
})
