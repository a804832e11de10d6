// @vitest-environment node
import { expect, it } from 'vitest'
import { anEvent, events, makeFolder, open } from './archive.contract.js'
import type { OpenArchive } from './open-archive.js'

const DAY = 86_400_000
const now = Date.parse('2026-03-31T00:00:00Z')
const arrived = (daysAgo: number) => new Date(now - daysAgo * DAY).toISOString()
const left = async (archive: OpenArchive) =>
  (await archive.all('SELECT distinct_id FROM events ORDER BY received_at')).map((row) => row['distinct_id'])

it('deletes what arrived more days ago than it is to be kept, whenever it happened', async () => {
  const archive = await open({ folder: await makeFolder(), now: () => now, retention: { days: 30 } })
  await archive.append([
    anEvent({ distinctId: 'old', receivedAt: arrived(30.01), timestamp: arrived(0) }),
    anEvent({ distinctId: 'kept', receivedAt: arrived(29.99), timestamp: arrived(90) }),
    anEvent({ distinctId: 'new', receivedAt: arrived(0), timestamp: arrived(1) }),
  ])
  await archive.refresh()
  expect(await archive.retain()).toBe(1)
  expect(await left(archive)).toEqual(['kept', 'new'])
  expect(archive.status()).toMatchObject({ events: 2, oldest: arrived(90) })
  expect(await archive.retain()).toBe(0)
})

it('runs at the start', async () => {
  const folder = await makeFolder()
  const first = await open({ folder })
  await first.append([anEvent({ receivedAt: arrived(40) }), anEvent({ receivedAt: arrived(1) })])
  await first.close()
  const second = await open({ folder, now: () => now, retention: { days: 30 } })
  await expect.poll(() => second.status().events).toBe(1)
})

it('keeps as many events as it may, the newest', async () => {
  const archive = await open({ folder: await makeFolder(), retention: { events: 2 } })
  await archive.append(
    [1, 4, 2, 3].map((days) => anEvent({ distinctId: String(days), receivedAt: arrived(days) })),
  )
  await archive.refresh()
  expect(await archive.retain()).toBe(2)
  expect(await left(archive)).toEqual(['2', '1'])
})

it('keeps the database below its bytes, and the file stops to grow', async () => {
  const bytes = 6 * 1024 * 1024
  const archive = await open({ folder: await makeFolder(), retention: { bytes } })
  const sizes: number[] = []
  for (let round = 0; round < 12; round++) {
    for (let group = 0; group < 10; group++) {
      const receivedAt = new Date(now + round * 60_000 + group).toISOString()
      const noise = () => Array.from({ length: 20 }, () => Math.random().toString(36)).join('')
      await archive.append(
        events(500).map((event) => ({ ...event, receivedAt, properties: { noise: noise() } })),
      )
    }
    await archive.refresh()
    await archive.retain()
    sizes.push(archive.status().bytes)
  }
  const { events: kept } = archive.status()
  expect(kept).toBeGreaterThan(1_000)
  expect(kept).toBeLessThan(60_000)
  // The newest are all there.
  const [newest] = await archive.all('SELECT count(*) AS n FROM events WHERE received_at >= $1::TIMESTAMP', [
    new Date(now + 11 * 60_000).toISOString(),
  ])
  expect(newest).toEqual({ n: 5_000 })
  expect(Math.max(...sizes)).toBeLessThan(4 * bytes)
})

it('in memory, keeps the newest without being told to', async () => {
  const archive = await open({ retention: { events: 100 } })
  await archive.append(events(150))
  await archive.append(events(10, { receivedAt: arrived(0) }))
  await archive.refresh()
  expect(
    await archive.all('SELECT count(*) AS n FROM events WHERE received_at = $1::TIMESTAMP', [arrived(0)]),
  ).toEqual([{ n: 10 }])
  expect(archive.status().events).toBeLessThanOrEqual(100)
})
