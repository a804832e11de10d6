// @vitest-environment node
import { expect, it, vi } from 'vitest'
import { useCollectorProgram } from '../collector-process.contract.js'
import { anEvent, makeFolder, open } from './archive.contract.js'

vi.setConfig({ testTimeout: 120_000 })

const KILLS = 6
const DAYS = 12
const A_DAY = 2_000
const DAY = 86_400_000
const program = useCollectorProgram()

const TABLES = ['day_visits', 'day_moves', 'day_views', 'day_leaves', 'day_delays']

it(`a kill while days are summed up leaves whole days: ${KILLS} times`, async () => {
  const folder = await makeFolder()
  const first = Math.floor(Date.now() / DAY) - DAYS - 5
  const before = await open({ folder })
  await before.append(
    Array.from({ length: DAYS * A_DAY }, (_, index) => {
      const at = new Date(first * DAY + Math.floor((index * DAY) / A_DAY)).toISOString()
      const properties = {
        $session_id: `s${index >> 2}`,
        route_pattern: `/${index % 7}`,
        view_number: (index & 3) + 1,
      }
      return anEvent({ timestamp: at, receivedAt: at, properties })
    }),
  )
  await before.close()

  let summedUp = 0
  for (let round = 0; round < KILLS; round++) {
    const collector = await program.start({ data: folder })
    // The first day is summed up a second after the start.
    await new Promise((resolve) => setTimeout(resolve, 950 + Math.random() * 250))
    collector.kill()
    await collector.gone

    const after = await open({ folder, sumUpEvery: 1e9 })
    const days = (await after.all('SELECT day FROM days')).map(({ day }) => Number(day))
    summedUp = days.length
    expect(new Set(days).size).toBe(days.length)
    const sums = await after.all(
      'SELECT day, sum(views) AS views FROM day_views GROUP BY day UNION ALL SELECT day, sum(n) FROM day_delays GROUP BY day',
    )
    expect(sums.map(({ views }) => views)).toEqual(Array.from({ length: 2 * days.length }, () => A_DAY))
    for (const table of TABLES)
      expect(
        await after.all(`SELECT day FROM ${table} WHERE day NOT IN (SELECT day FROM days)`),
        table,
      ).toEqual([])
    expect(after.status().lastError).toBeUndefined()
    await after.close()
  }
  expect(summedUp).toBeGreaterThan(0)
})
