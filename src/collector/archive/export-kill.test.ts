// @vitest-environment node
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { useCollectorProgram } from '../collector-process.contract.js'
import { events, makeFolder, open } from './archive.contract.js'

vi.setConfig({ testTimeout: 120_000 })

const KILLS = 6
const EVENTS = 60_000
const program = useCollectorProgram()

it(`a kill during an export loses nothing and leaves nothing behind: ${KILLS} times`, async () => {
  const folder = await makeFolder()
  const archive = await open({ folder })
  await archive.append(events(EVENTS))
  await archive.close()

  let cut = 0
  for (let round = 0; round < KILLS; round++) {
    const { url, kill, gone } = await program.start({ data: folder })
    expect(await readdir(join(folder, 'export'))).toEqual([])
    const exported = fetch(`${url}/api/export?format=csv`).then(
      (response) =>
        response.text().then(
          () => true,
          () => false,
        ),
      () => false,
    )
    // Sooner than a whole export takes.
    await new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * 60))
    kill()
    await gone
    // Whoever reads it is told: half of it is no answer.
    if (!(await exported)) cut++
  }
  expect(cut).toBeGreaterThan(KILLS / 2)

  const { url, kill, gone } = await program.start({ data: folder })
  const lines = (await (await fetch(`${url}/api/export?format=csv`)).text()).trimEnd().split('\n')
  expect(lines).toHaveLength(EVENTS + 1)
  await expect.poll(() => readdir(join(folder, 'export'))).toEqual([])
  kill()
  await gone
})
