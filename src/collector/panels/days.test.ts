// @vitest-environment node
import { describe, expect, it, vi } from 'vitest'
import { makeFolder, open } from '../archive/archive.contract.js'
import type { OpenArchive } from '../archive/open-archive.js'
import type { ArchivedEvent } from '../archive/types.js'
import { delivery } from './delivery.js'
import { flows } from './flows.js'
import * as oracle from './oracle.contract.js'
import { overview } from './overview.js'
import { routes } from './routes.js'
import { SAMPLE_TOKENS, createRandom, sampleVisits } from './sample-visits.contract.js'
import { series } from './series.js'
import { sessions } from './sessions.js'

const DAY = 86_400_000
const time = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-06T00:00:00.000Z' }
/** All but the last two days are over. */
const NOW = Date.parse('2026-03-07T12:00:00.000Z')
const filter = { from: '2026-03-01T06:00:00.000Z', to: '2026-03-08T06:00:00.000Z', properties: [] }

const start = async (changes = {}) =>
  open({ folder: await makeFolder(), now: () => NOW, sumUpEvery: 0, ...changes })

const summedUp = async (archive: OpenArchive) =>
  (await archive.all('SELECT day FROM days ORDER BY day')).map(({ day }) =>
    new Date(Number(day) * DAY).toISOString().slice(5, 10),
  )

/** Until nothing is left to be summed up. */
async function sumUp(archive: OpenArchive): Promise<void> {
  await archive.refresh()
  await vi.waitFor(
    async () => {
      const [row] = await archive.all(
        `SELECT count(*) AS n FROM (
           SELECT DISTINCT epoch_ms("timestamp") // ${DAY} AS day FROM events WHERE "timestamp" < '2026-03-06' EXCEPT SELECT day FROM days
         )`,
      )
      expect(row).toEqual({ n: 0 })
    },
    { timeout: 30_000, interval: 50 },
  )
}

async function expectAnswers(archive: OpenArchive, events: readonly ArchivedEvent[]): Promise<void> {
  await archive.refresh()
  const near = (value: unknown) => JSON.parse(JSON.stringify(value), round)
  for (const asked of [filter, { ...filter, token: SAMPLE_TOKENS[0] ?? '' }]) {
    const same = async (answer: Promise<unknown>, expected: unknown) =>
      expect(near(await answer)).toEqual(near(expected))
    await archive.read(async (reader) => {
      await same(overview(reader, asked), oracle.overview(events, asked))
      await same(series(reader, asked, 21_600), oracle.series(events, asked, 21_600))
      await same(routes(reader, asked, 50), oracle.routes(events, asked, 50))
      await same(flows(reader, asked, 100), oracle.flows(events, asked, 100))
      await same(delivery(reader, asked), oracle.delivery(events, asked))
      const visits = oracle.sessions(events, asked)
      await same(sessions(reader, asked, 20), { sessions: visits.slice(0, 20), total: visits.length })
    })
  }
}

/** Times are told to the millisecond: those between two are left out, a hundredth hides them. */
const round = (_: string, one: unknown) => (typeof one === 'number' ? Math.round(one * 10) / 10 : one)

describe('days that are over', () => {
  it('are summed up by themselves, and the last two are not', async () => {
    const archive = await start()
    const events = sampleVisits({ seed: 1, events: 400, ...time })
    await archive.append(events)
    await archive.append([
      { ...events[0], timestamp: '2026-03-07T11:00:00.000Z', uuid: 'f0000000-0000-4000-8000-000000000001' },
    ] as ArchivedEvent[])
    await sumUp(archive)
    expect(await summedUp(archive)).toEqual(['03-01', '03-02', '03-03', '03-04', '03-05'])
  })

  it('are summed up again when an event arrives late, with those around them', async () => {
    const archive = await start()
    const events = sampleVisits({ seed: 2, events: 400, ...time })
    const late = events.findIndex(({ timestamp }) => timestamp.startsWith('2026-03-03'))
    await archive.append(events.filter((_, index) => index !== late))
    await sumUp(archive)
    await archive.append(events.slice(late, late + 1))
    await archive.refresh()
    expect(await summedUp(archive)).not.toContain('03-03')
    await expectAnswers(archive, events)
    await sumUp(archive)
    expect(await summedUp(archive)).toContain('03-03')
    await expectAnswers(archive, events)
  })

  it.each(['before', 'after'])('know of a view on the other side of midnight, late: %s', async (side) => {
    const archive = await start()
    const view = (at: string, number: number): ArchivedEvent => ({
      receivedAt: '2026-03-06T00:00:00.000Z',
      token: 'phc_web',
      event: '$pageview',
      uuid: `00000000-0000-4000-8000-00000000000${number}`,
      timestamp: at,
      sentAt: null,
      distinctId: 'd',
      properties: { $session_id: 's', route_pattern: `/${number}`, view_number: number },
    })
    const visit = [view('2026-03-02T23:59:50.000Z', 1), view('2026-03-03T00:00:10.000Z', 2)]
    const [first, last] = side === 'before' ? visit.reverse() : visit
    await archive.append(first ? [first] : [])
    await sumUp(archive)
    await archive.append(last ? [last] : [])
    await archive.refresh()
    await sumUp(archive)
    expect(await summedUp(archive)).toEqual(['03-02', '03-03'])
    await expectAnswers(archive, visit)
    expect(await flows(archive, filter, 10)).toEqual({ links: [{ from: '/1', to: '/2', count: 1 }], rest: 0 })
  })

  it('have nothing of a project that is forgotten, or of events that are not kept any more', async () => {
    const archive = await start({ retention: { days: 5 } })
    const events = sampleVisits({ seed: 3, events: 400, ...time })
    await archive.append(events)
    await sumUp(archive)
    await archive.forget('phc_web')
    expect(await archive.retain()).toBeGreaterThan(0)
    const kept = events.filter(
      ({ token, receivedAt }) => token !== 'phc_web' && Date.parse(receivedAt) >= NOW - 5 * DAY,
    )
    await expectAnswers(archive, kept)
    const ids = new Set(kept.flatMap(({ properties, distinctId }) => [properties['$session_id'], distinctId]))
    const gone = events.flatMap(({ properties, distinctId }) => [properties['$session_id'], distinctId])
    const forgotten = new Set(gone.filter((id) => typeof id === 'string' && !ids.has(id)))
    expect(forgotten.size).toBeGreaterThan(20)
    const tables = await archive.all(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_name <> 'journal'`,
    )
    expect(tables.length).toBeGreaterThan(7)
    for (const { name } of tables) {
      const rows = await archive.all(`SELECT * FROM "${String(name)}"`)
      const texts = rows.flatMap((row) => Object.values(row).filter((value) => typeof value === 'string'))
      expect(
        texts.filter((text) => forgotten.has(text) || text === 'phc_web'),
        String(name),
      ).toEqual([])
    }
  })
})

/** Whatever came in whatever order, and was forgotten meanwhile: the answers are those of the events that are there. */
it.each([1, 2, 3])(
  'however it came to be, seed %i',
  async (seed) => {
    const random = createRandom(seed)
    const archive = await start()
    let kept: ArchivedEvent[] = []
    const waiting = sampleVisits({ seed, events: 900, ...time })
    while (waiting.length > 0) {
      const batch = Array.from({ length: 60 + Math.floor(random() * 240) }, () =>
        waiting.splice(Math.floor(random() * waiting.length), 1),
      ).flat()
      await archive.append(batch)
      kept.push(...batch)
      const chance = random()
      if (chance < 0.15) {
        const token = SAMPLE_TOKENS[Math.floor(random() * SAMPLE_TOKENS.length)]
        await archive.forget(token)
        kept = kept.filter((event) => event.token !== token)
      } else if (chance < 0.8) await sumUp(archive)
      await expectAnswers(archive, kept)
    }
    await sumUp(archive)
    await expectAnswers(archive, kept)
    await archive.forget()
    await expectAnswers(archive, [])
  },
  120_000,
)
