// @vitest-environment node
import { randomBytes } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { useCollectorProgram } from '../collector-process.contract.js'
import { uuidv7 } from '../uuid.js'
import { anEvent, makeFolder, open } from './archive.contract.js'
import type { Retention } from './types.js'

vi.setConfig({ testTimeout: 300_000 })

const KILLS = 8
const EVENTS = 20_000
const DAY = 86_400_000
const program = useCollectorProgram()

// Nothing that could be packed, so that it takes room.
const long = () => randomBytes(150).toString('base64')
const made = (count: number, received: number) =>
  Array.from({ length: count }, (_, index) =>
    anEvent({
      uuid: uuidv7(received + index),
      receivedAt: new Date(received + index).toISOString(),
      properties: { long: long(), index },
    }),
  )
const idsOf = (events: readonly { readonly uuid: string }[]) => events.map(({ uuid }) => uuid)

it.each<[string, Retention]>([
  ['age', { days: 30 }],
  ['size', { bytes: 2_000_000 }],
])(
  `a kill while events go by their ${'%s'} takes none that are to stay: ${KILLS} times`,
  async (_name, retention) => {
    const folder = await makeFolder()
    let gone = 0
    for (let round = 0; round < KILLS; round++) {
      const before = await open({ folder })
      const [old, young] = [made(EVENTS, Date.now() - 60 * DAY), made(100, Date.now())]
      await before.append([...old, ...young])
      await before.refresh()
      const kept = await before.all('SELECT uuid::VARCHAR AS uuid FROM events ORDER BY received_at, uuid')
      await before.close()

      // Retention comes with the start; meanwhile something arrives.
      const collector = await program.start({ data: folder, retention })
      const answered = uuidv7(Date.now())
      const batch = [{ uuid: answered, event: 'e', distinct_id: 'd' }]
      const { status } = await fetch(`${collector.url}/batch/`, {
        method: 'POST',
        body: JSON.stringify({ api_key: 'phc_a', batch }),
      })
      expect(status).toBe(200)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 150))
      collector.kill()
      await collector.gone

      const after = await open({ folder })
      await after.refresh()
      const rows = await after.all('SELECT uuid::VARCHAR AS uuid FROM events ORDER BY received_at, uuid')
      const left = idsOf(rows as { uuid: string }[])
      expect(new Set(left).size).toBe(left.length)
      expect(left.at(-1)).toBe(answered)
      // The first to arrive are the first to go: what is left is the end of what was there, the young among it.
      const all = [...idsOf(kept as { uuid: string }[]), answered]
      expect(left).toEqual(all.slice(all.length - left.length))
      expect(left.length).toBeGreaterThan(young.length)
      if (left.length < all.length) gone++
      expect(after.status().lastError).toBeUndefined()
      await after.close()
    }
    // Some kills came after events had gone; of a kill that comes before, the test says nothing.
    expect(gone).toBeGreaterThan(0)
  },
)
