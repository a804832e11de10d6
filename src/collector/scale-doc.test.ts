// @vitest-environment node
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openArchive } from './archive/open-archive.js'
import { createCollector } from './create-collector.js'

test('the past of one collector becomes the past of another, by the program of docs/scale.md', async () => {
  const doc = await readFile('docs/scale.md', 'utf8')
  const program = /```js\n([\s\S]+?)```/.exec(doc)?.[1]
  expect(program).toContain('historical_migration')
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-scale-'))
  const [script, past] = [path.join(folder, 'send-past.mjs'), path.join(folder, 'past.jsonl')]
  await writeFile(script, program ?? '')

  const archive = await openArchive({ folder: path.join(folder, 'data') })
  const uuidOf = (nth: number) => `019e2c9c-7a80-7001-8001-${String(nth).padStart(12, '0')}`
  await archive.append(
    // More than one request, and not a whole number of them.
    Array.from({ length: 1_003 }, (_, nth) => ({
      token: 'phc_a',
      uuid: uuidOf(nth),
      event: nth % 2 ? '$pageleave' : '$pageview',
      timestamp: new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678) + nth).toISOString(),
      receivedAt: '2026-01-02T03:04:09.000Z',
      sentAt: null,
      distinctId: `visitor ${nth % 7}`,
      properties: { title: 'Größe "é" \n zwei', $pathname: `/${nth}`, view_number: nth },
    })),
  )
  await archive.exportEvents({ format: 'jsonl', file: past })
  await archive.close()

  const posthog = await createCollector({ port: 0, keys: ['phc_b'] })
  const send = (key: string) => promisify(execFile)(process.execPath, [script, past, posthog.url, key])
  try {
    await expect(send('phc_typo')).rejects.toThrow(/401 after 0 events/)
    expect((await send('phc_b')).stdout).toBe('1003 events sent.\n')
    // Twice is once.
    await send('phc_b')
    const events = posthog.events().filter(({ duplicate }) => !duplicate)
    expect(events).toHaveLength(1_003)
    const last = events.find(({ uuid }) => uuid === uuidOf(1_002))
    expect(last).toMatchObject({
      event: '$pageview',
      timestamp: '2026-01-02T03:04:06.680Z',
      distinctId: `visitor ${1_002 % 7}`,
      properties: {
        title: 'Größe "é" \n zwei',
        $pathname: '/1002',
        view_number: 1_002,
        $geoip_disable: true,
      },
    })
  } finally {
    await posthog.close()
    await rm(folder, { recursive: true })
  }
}, 60_000)
