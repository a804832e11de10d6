// @vitest-environment node
import { expect, it, onTestFinished } from 'vitest'
import { anEvent } from '../archive/archive.contract.js'
import { sessions } from './sessions.js'
import { openTestArchive } from './test-archive.contract.js'

it('pages skip and repeat no session of those that began in the same millisecond', async () => {
  const archive = await openTestArchive()
  onTestFinished(() => archive.close())
  const begins = [1, 5, 9, 5, 1].flatMap((count, second) => Array.from({ length: count }, () => second))
  await archive.append(
    begins.map((second, n) =>
      anEvent({ timestamp: `2026-03-04T05:06:0${second}.089Z`, properties: { $session_id: `s${n}` } }),
    ),
  )
  const filter = { from: '2026-03-04T00:00:00.000Z', to: '2026-03-05T00:00:00.000Z', properties: [] }
  const pages: string[][] = []
  let before: number | undefined
  for (;;) {
    const page = await sessions(archive, filter, 3, before)
    if (page.sessions.length === 0) break
    pages.push(page.sessions.map(({ id }) => id))
    before = Date.parse(page.sessions.at(-1)?.begin ?? '')
  }
  expect(pages.map(({ length }) => length)).toEqual([6, 9, 5, 1])
  expect(pages.flat().sort()).toEqual(begins.map((_, n) => `s${n}`).sort())
})
