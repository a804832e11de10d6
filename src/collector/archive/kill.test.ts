// @vitest-environment node
import { expect, it, vi } from 'vitest'
import { useCollectorProgram } from '../collector-process.contract.js'
import { uuidv7 } from '../uuid.js'
import { makeFolder, open } from './archive.contract.js'

vi.setConfig({ testTimeout: 300_000 })

const KILLS = 24
const program = useCollectorProgram()

it(`what was answered with 200 is there once, whenever the process is killed: ${KILLS} times`, async () => {
  const folder = await makeFolder()
  const sent = new Set<string>()
  const safe = new Set<string>()
  /** Batches that were sent and not answered: a sender sends them again. */
  let unanswered: string[][] = []
  let whileLoading = 0

  async function deliver(url: string, uuids: string[]): Promise<boolean> {
    const batch = uuids.map((uuid) => ({
      uuid,
      event: 'e',
      distinct_id: 'd',
      properties: { fill: 'x'.repeat(300) },
    }))
    for (const uuid of uuids) sent.add(uuid)
    try {
      const body = JSON.stringify({ api_key: 'phc_a', batch })
      const { status } = await fetch(`${url}/batch/`, { method: 'POST', body })
      if (status !== 200) throw new Error(`answered ${status}`)
      for (const uuid of uuids) safe.add(uuid)
      return true
    } catch {
      unanswered.push(uuids)
      return false
    }
  }

  for (let round = 0; round < KILLS; round++) {
    const { url, kill, gone } = await program.start({ data: folder })
    let loading = false
    const again = unanswered
    unanswered = []
    const senders = Array.from({ length: 4 }, async () => {
      for (;;) {
        const uuids = again.pop() ?? Array.from({ length: 50 }, () => uuidv7(Date.now()))
        if (!(await deliver(url, uuids))) return
      }
    })
    // Somebody asks all the time, so that something is loaded all the time.
    const asking = (async () => {
      for (;;) {
        loading = true
        const body = JSON.stringify({ sql: 'SELECT count(*) FROM events' })
        const answered = await fetch(`${url}/api/query`, { method: 'POST', body }).then(
          (response) => response.text().then(() => true),
          () => false,
        )
        if (!answered) return
        loading = false
      }
    })()
    const begun = safe.size
    while (safe.size < begun + 200)
      await Promise.race([senders[0], new Promise((resolve) => setTimeout(resolve, 1))])
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 120))
    if (loading) whileLoading++
    kill()
    await Promise.all([gone, asking, ...senders])
    // What was not sent again before the kill stays to be sent.
    unanswered.push(...again)
  }

  const archive = await open({ folder })
  await archive.refresh()
  const rows = await archive.all('SELECT uuid::VARCHAR AS uuid, count(*) AS n FROM events GROUP BY ALL')
  const stored = new Map(rows.map(({ uuid, n }) => [String(uuid), n]))
  expect([...safe].filter((uuid) => !stored.has(uuid))).toEqual([])
  expect([...stored].filter(([uuid, n]) => n !== 1 || !sent.has(uuid))).toEqual([])
  expect(safe.size).toBeGreaterThan(KILLS * 200)
  expect(whileLoading).toBeGreaterThan(KILLS / 4)
  expect(archive.status().lastError).toBeUndefined()
})

it('keeps other processes out of its folder, and names the one that is in', async () => {
  const folder = await makeFolder()
  const { kill, gone } = await program.start({ data: folder })
  await expect(open({ folder })).rejects.toThrow(/is in use by a running collector \(process \d+\)\. Stop it/)
  kill()
  await gone
  await open({ folder })
})
