// Plays the same situations with waypost and with other trackers, in a real browser, and writes the table into docs/.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'
import { run } from './run.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

// The browsers end with this process, but only Ctrl+C ends it by itself once they run.
process.once('SIGTERM', () => process.exit(143))

const list = { type: 'string', multiple: true }
const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'chromium' },
    client: list,
    scenario: list,
    out: { type: 'string' },
    'no-build': { type: 'boolean', default: false },
  },
})
if (!values['no-build']) {
  run('build', process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] })
}

const load = async (file) => (await runnerImport(`./e2e/conformance/${file}`, { configFile: false })).module
const { main } = await load('main.ts')
await main(values, (line) => console.log(line))
