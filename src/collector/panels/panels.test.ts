// @vitest-environment node
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ArchivedEvent } from '../archive/types.js'
import { delivery } from './delivery.js'
import { filters } from './filters.js'
import { flows } from './flows.js'
import { installs } from './installs.js'
import * as oracle from './oracle.contract.js'
import { overview } from './overview.js'
import { routes } from './routes.js'
import { SAMPLE_ROUTES, samplePings, sampleVisits } from './sample-visits.contract.js'
import { series } from './series.js'
import { sessions } from './sessions.js'
import { openTestArchive } from './test-archive.contract.js'
import type { TestArchive, TestPing } from './test-archive.contract.js'
import type { PanelFilter } from './types.js'
import { walk } from './walk.js'

const time = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-04T00:00:00.000Z' }
const day = { from: '2026-03-02T03:20:00.000Z', to: '2026-03-03T03:20:00.000Z' }
const days = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-04T00:00:00.000Z' }
const daysAndHours = { from: '2026-03-01T13:20:00.000Z', to: '2026-03-04T01:10:00.000Z' }
const plan = (value: string) => ({ name: 'plan', value })
const wanted: [string, PanelFilter][] = [
  ['a day', { ...day, properties: [] }],
  ['all', { from: '2026-02-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z', properties: [] }],
  [
    'a time before any event',
    { from: '2025-01-01T00:00:00.000Z', to: '2025-01-02T00:00:00.000Z', properties: [] },
  ],
  ['a token', { ...day, token: 'phc_web', properties: [] }],
  ['a route', { ...day, route: '/projects/:id', properties: [] }],
  ['a hostile route', { ...day, route: SAMPLE_ROUTES[6] ?? '', properties: [] }],
  ['a route with a NUL', { ...day, route: SAMPLE_ROUTES[7] ?? '', properties: [] }],
  ['a property', { ...day, properties: [plan('team')] }],
  ['a hostile property', { ...day, properties: [plan(`x' OR '1'='1`)] }],
  ['a property that is no text', { ...day, properties: [{ name: 'beta', value: 'true' }] }],
  ['a property with a column', { ...day, properties: [{ name: 'leave_reason', value: 'pagehide' }] }],
  [
    'a hostile property with a column',
    { ...day, properties: [{ name: 'title', value: `Page ${SAMPLE_ROUTES[6]}` }] },
  ],
  ['whole days', { ...days, properties: [] }],
  ['whole days and hours', { ...daysAndHours, properties: [] }],
  ['whole days of a token', { ...daysAndHours, token: 'phc_web', properties: [] }],
  ['whole days of a route', { ...daysAndHours, route: '/projects/:id', properties: [] }],
  ['whole days with a property', { ...daysAndHours, properties: [plan('team')] }],
  ['whole days of a token and a route', { ...days, token: 'phc_docs', route: '/', properties: [] }],
  [
    'everything',
    {
      ...day,
      token: 'phc_docs',
      route: '/projects',
      properties: [plan('free'), { name: 'beta', value: 'false' }],
    },
  ],
]

/**
 * Sums of fractions differ in their last digits by the order in which they were made, and what lies between two measured times is told
 * to the millisecond.
 */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, one) => (typeof one === 'number' ? Number(one.toFixed(6)) : one))
const near = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (name, one) =>
    typeof one !== 'number'
      ? one
      : /^(visible|engaged|scroll)/.test(name)
        ? expect.closeTo(one, 2)
        : Number(one.toFixed(6)),
  )

const ways = [
  { seed: 1, days: 'of events' },
  { seed: 2, days: 'of events' },
  { seed: 1, days: 'of whole days' },
  { seed: 3, days: 'of whole days' },
  { seed: 2, days: 'of some whole days' },
  { seed: 4, days: 'of some whole days' },
]
describe.each(ways)('the same as counted by hand, $days, seed $seed', ({ seed, days }) => {
  let archive: TestArchive
  let events: ArchivedEvent[]
  let pings: TestPing[]
  beforeAll(async () => {
    archive = await openTestArchive({ settings: { threads: '2' } })
    events = sampleVisits({ seed, events: 3_000, ...time })
    pings = samplePings({ seed, installs: 30, ...time })
    await archive.append(events)
    await archive.addPings(pings)
    if (days !== 'of events') await archive.sumUp()
    if (days === 'of some whole days') await archive.all('DELETE FROM days WHERE day % 2 = 0')
  })
  afterAll(() => archive.close())

  it.each(wanted)('%s', async (_, filter) => {
    const same = (got: unknown, expected: unknown) => expect(rounded(got)).toEqual(near(expected))
    same(await overview(archive, filter), oracle.overview(events, filter))
    for (const limit of [3, 50])
      same(await routes(archive, filter, limit), oracle.routes(events, filter, limit))
    for (const limit of [5, 1000])
      same(await flows(archive, filter, limit), oracle.flows(events, filter, limit))
    same(await delivery(archive, filter), oracle.delivery(events, filter))
    same(await installs(archive, filter), oracle.installs(pings, filter))
    const visits = oracle.sessions(events, filter)
    same(await sessions(archive, filter, 1000), { sessions: visits.slice(0, 1000), total: visits.length })
  })

  it('in steps of an hour and of a day', async () => {
    for (const [, filter] of wanted.filter(([name]) => name !== 'all'))
      for (const step of [3_600, 86_400])
        expect(await series(archive, filter, step)).toEqual(oracle.series(events, filter, step))
  })

  it('the sample has what the panels are to find', () => {
    const found = oracle.delivery(events, wanted[1]?.[1] ?? { ...time, properties: [] })
    expect(found.missing).toBeGreaterThan(5)
    expect(found.views - found.left).toBeGreaterThan(5)
    expect(found.delay.late).toBeGreaterThan(5)
    expect(found.leaves.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['navigation', 'pagehide', 'recovered', 'session_end', 'stop', 'unknown']),
    )
    expect(
      Math.max(...oracle.sessions(events, { ...time, properties: [] }).map(({ views }) => views)),
    ).toBeGreaterThan(62)
  })

  it('pages of sessions, one after the other, are all of them', async () => {
    const filter = { ...day, properties: [] }
    const seen: string[] = []
    let before: number | undefined
    for (;;) {
      const page = await sessions(archive, filter, 7, before)
      if (page.sessions.length === 0) break
      seen.push(...page.sessions.map(({ id }) => id))
      before = Date.parse(page.sessions.at(-1)?.begin ?? '')
    }
    expect(seen).toEqual(oracle.sessions(events, filter).map(({ id }) => id))
  })

  it('a walk has every step of its session, in their order', async () => {
    const [first] = oracle.sessions(events, { ...day, properties: [] })
    const own = events.filter(({ properties }) => properties['$session_id'] === first?.id)
    const { session, steps } = await walk(archive, first?.id ?? '')
    expect(steps.map(({ uuid }) => uuid).sort()).toEqual(own.map(({ uuid }) => uuid).sort())
    expect(steps.map(({ at }) => at)).toEqual(own.map(({ timestamp }) => timestamp).sort())
    expect(session).toEqual(
      oracle.sessions(own, {
        from: '2026-01-01T00:00:00.000Z',
        to: '2027-01-01T00:00:00.000Z',
        properties: [],
      })[0],
    )
  })

  it('what can be chosen', async () => {
    const found = await filters(archive, { ...day, properties: [] })
    const within = events.filter(({ timestamp }) => timestamp >= day.from && timestamp < day.to)
    for (const { token, events: count } of found.tokens)
      expect(count).toBe(within.filter((event) => event.token === token).length)
    expect([...found.routes].sort()).toEqual(
      [...new Set(within.filter(({ event }) => event === '$pageview').map(oracle.routeOf))].sort(),
    )
    const names = found.properties.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['plan', 'beta', '$host', 'leave_reason']))
    expect(names.filter((name) => /_id$/.test(name))).toEqual([])
    const beta = found.properties.find(({ name }) => name === 'beta')?.values ?? []
    expect([...beta].sort()).toEqual(['false', 'true'])
  })
})

describe.each(['of events', 'of whole days'])('a session, %s', (kind) => {
  const wholeDay = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z', properties: [] }
  const event = (number: number, at: string): ArchivedEvent => ({
    receivedAt: at,
    token: 'phc_a',
    event: '$pageview',
    uuid: `00000000-0000-4000-8000-${String(Math.abs(number)).padStart(12, '0')}`,
    timestamp: at,
    sentAt: null,
    distinctId: 'd',
    properties: { $session_id: 's', view_number: number, $pathname: `/${number}` },
  })
  const archiveOf = async (numbers: readonly [number, string][]) => {
    const archive = await openTestArchive()
    await archive.append(numbers.map(([number, at]) => event(number, at)))
    if (kind === 'of whole days') await archive.sumUp()
    return archive
  }
  const missingOf = async (numbers: readonly [number, string][]) => {
    const archive = await archiveOf(numbers)
    const { missing } = await delivery(archive, wholeDay)
    await archive.close()
    return missing
  }

  it('ended at the last of the views of one moment', async () => {
    const moment = '2026-03-02T05:00:00Z'
    for (const numbers of [
      [1, 2, 3],
      [3, 2, 1],
    ]) {
      const archive = await archiveOf(numbers.map((number) => [number, moment]))
      const found = await routes(archive, wholeDay, 10)
      expect(found.routes.filter(({ exits }) => exits > 0).map(({ route }) => route)).toEqual(['/3'])
      await archive.close()
    }
  })

  it('is no gap, where it began before the time', async () => {
    expect(
      await missingOf([
        [3, '2026-03-01T23:00:00Z'],
        [5, '2026-03-02T04:00:00Z'],
        [7, '2026-03-02T05:00:00Z'],
      ]),
    ).toBe(1)
  })
  it('has lost its first views, where it began within the time', async () => {
    expect(
      await missingOf([
        [5, '2026-03-02T04:00:00Z'],
        [7, '2026-03-02T05:00:00Z'],
      ]),
    ).toBe(5)
  })
  it('does not fail over numbers that nobody counts', async () => {
    expect(
      await missingOf([
        [-5, '2026-03-02T04:00:00Z'],
        [0, '2026-03-02T04:00:01Z'],
        [2_147_483_647, '2026-03-02T05:00:00Z'],
      ]),
    ).toBe(2_147_483_646)
  })
})
