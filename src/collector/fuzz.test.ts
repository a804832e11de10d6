// @vitest-environment node
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fuzz } from '../../scripts/fuzz/run.mjs'

const root = path.resolve(import.meta.dirname, '../..')
let folder: string
beforeAll(async () => {
  const cache = path.join(root, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  folder = await mkdtemp(path.join(cache, 'waypost-fuzz-'))
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    define: { __DEV__: 'false', __VERSION__: '"0.0.0"' },
    build: { ssr: path.join(root, 'src/cli/index.ts'), outDir: folder, emptyOutDir: true },
  })
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

it('stands 5,000 mutated requests, and has every valid event that came between them once', async () => {
  const report = await fuzz({ program: path.join(folder, 'index.js'), requests: 5_000, seed: 20_260 })
  expect(report.problems).toEqual([])
  expect(report.valid).toBe(250)
  // It was not all refused at the door.
  expect(report.statuses['200']).toBeGreaterThan(500)
  expect(report.statuses['400']).toBeGreaterThan(500)
  expect(report.peakMemory).toBeLessThan(500)
}, 300_000)
