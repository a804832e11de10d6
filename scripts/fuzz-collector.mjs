// Sends mutated requests to every endpoint of a real collector: node scripts/fuzz-collector.mjs --requests 100000 --seed 1
// Builds the command line unless --program names one. Ends with 1 if the collector did not stand it.
import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { fuzz } from './fuzz/run.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    program: { type: 'string' },
  },
})

/** Inside the project, so that it finds its dependencies. */
async function bundle() {
  const cache = path.join(root, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(path.join(cache, 'waypost-fuzz-'))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    define: { __DEV__: 'false', __VERSION__: '"0.0.0"' },
    build: { ssr: path.join(root, 'src/cli/index.ts'), outDir: folder, emptyOutDir: true },
  })
  return folder
}

const folder = values.program === undefined ? await bundle() : undefined
try {
  const report = await fuzz({
    program: values.program ?? path.join(folder, 'index.js'),
    requests: Number(values.requests),
    seed: Number(values.seed),
    onProgress: ({ index, memory, problems }) => {
      if (index % 10_000 === 0) console.log(`${index} requests, ${memory} MiB at most, ${problems} problems`)
    },
  })
  const { problems, ...rest } = report
  console.log(JSON.stringify(rest, undefined, 2))
  for (const problem of problems.slice(0, 50)) console.error(problem)
  process.exitCode = problems.length > 0 ? 1 : 0
} finally {
  if (folder) await rm(folder, { recursive: true, force: true })
}
