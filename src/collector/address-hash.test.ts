// @vitest-environment node
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createAddressHash } from './address-hash.js'
import { makeFolder } from './archive/archive.contract.js'
import { createDailyKey } from './daily-key.js'
import { createCollector } from './index.js'

const ADDRESS = '192.0.2.1'
const NIGHT = Date.parse('2026-01-02T00:00:00Z')

it('F12 D11 the hash of an address holds for a day, and says nothing on the next', () => {
  let now = NIGHT
  const hash = createAddressHash(createDailyKey(() => now))
  const first = hash(ADDRESS)
  now += 86_399_000
  expect(hash(ADDRESS)).toBe(first)
  expect(hash('192.0.2.2')).not.toBe(first)
  now += 1_000
  expect(hash(ADDRESS)).not.toBe(first)
  expect(createAddressHash(createDailyKey(() => now))(ADDRESS)).not.toBe(hash(ADDRESS))
})

it('F12 D11 with a folder it holds over restarts of the same day, and nothing of its key is left on the next', async () => {
  const folder = await makeFolder()
  let now = NIGHT
  const start = () => createAddressHash(createDailyKey(() => now, folder))
  const first = start()(ADDRESS)
  now += 86_399_000
  expect(start()(ADDRESS)).toBe(first)
  const file = join(folder, 'daily-key.json')
  const { key } = JSON.parse(readFileSync(file, 'utf8'))
  expect(statSync(file).mode & 0o777).toBe(0o600)
  now += 1_000
  expect(start()(ADDRESS)).not.toBe(first)
  expect(readdirSync(folder)).toEqual(['daily-key.json'])
  expect(readFileSync(file, 'utf8')).not.toContain(key)
})

it('F12 D11 a key whose day is over is gone, though nobody needs the next one: while it runs, and when it starts', async () => {
  const folder = await makeFolder()
  let now = NIGHT
  const key = createDailyKey(() => now, folder)
  createAddressHash(key)(ADDRESS)
  key.expire()
  expect(readdirSync(folder)).toEqual(['daily-key.json'])
  now += 86_400_000
  key.expire()
  expect(readdirSync(folder)).toEqual([])

  createAddressHash(key)(ADDRESS)
  writeFileSync(join(folder, 'daily-key.json.new'), 'of one that was killed')
  now += 86_400_000
  createDailyKey(() => now, folder)
  expect(readdirSync(folder)).toEqual([])
})

it.each(['', '{', '{"day":20455,"key":"short"}', '{"day":20455}', '[]'])(
  'a file that holds %j is as good as none',
  async (text) => {
    const folder = await makeFolder()
    const file = join(folder, 'daily-key.json')
    writeFileSync(file, text)
    const hash = createAddressHash(createDailyKey(() => NIGHT, folder))
    expect(hash(ADDRESS)).toMatch(/^[\w-]{22}$/)
    expect(createAddressHash(createDailyKey(() => NIGHT, folder))(ADDRESS)).toBe(hash(ADDRESS))
  },
)

it('a folder that is not to be written to costs no report', async () => {
  const hash = createAddressHash(createDailyKey(() => NIGHT, join(await makeFolder(), 'missing')))
  expect(hash(ADDRESS)).toBe(hash(ADDRESS))
})

it('a visitor and an install are the same after a restart of the collector', async () => {
  const data = await makeFolder()
  const seen: unknown[][] = []
  for (let start = 0; start < 2; start++) {
    const collector = await createCollector({ port: 0, data, now: () => NIGHT })
    const post = (path: string, body: unknown) =>
      fetch(collector.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'agent' },
        body: JSON.stringify(body),
      })
    await post('/api/event', { name: 'pageview', url: 'https://shop.example/', domain: 'shop.example' })
    await post('/ping', { instanceId: 'one' })
    seen.push([collector.events().at(-1)?.distinctId, collector.pings().at(-1)?.ip_hash])
    await collector.close()
  }
  expect(seen[1]).toEqual(seen[0])
})

it('a collector that runs on deletes the key of a day that is over', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const data = await makeFolder()
  let now = NIGHT
  const collector = await createCollector({ port: 0, data, now: () => now })
  onTestFinished(() => collector.close())
  await fetch(`${collector.url}/ping`, { method: 'POST', body: '{}' })
  expect(readdirSync(data)).toContain('daily-key.json')
  vi.advanceTimersByTime(60_000)
  expect(readdirSync(data)).toContain('daily-key.json')
  now += 86_400_000
  vi.advanceTimersByTime(60_000)
  expect(readdirSync(data)).not.toContain('daily-key.json')
})
