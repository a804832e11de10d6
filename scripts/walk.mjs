// Random walks, longer than in the tests, from other seeds, or the one that failed once more.
import { randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ENGINES } from './find-browser.mjs'
import { run, tool } from './run.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

const text = { type: 'string' }
const { values } = parseArgs({
  options: {
    level: { ...text, default: 'core' },
    seed: text,
    seeds: { ...text, default: '1' },
    steps: text,
    path: text,
    engine: { ...text, default: 'chromium' },
  },
})

const LEVELS = {
  core: () => tool('walk', 'vitest', 'run', '--project', 'unit', 'src/core/walks'),
  router: () => tool('walk', 'vitest', 'run', '--project', 'unit', 'src/browser/sources/walks'),
  browser: () => tool('walk', 'playwright', 'test', 'e2e/walks', `--project=${values.engine}`),
}

function quit(message) {
  console.error(message)
  process.exit(1)
}
const number = (name) => {
  if (values[name] === undefined) return undefined
  if (!/^\d+$/.test(values[name])) quit(`--${name} takes a whole number.`)
  return Number(values[name])
}
const walk = LEVELS[values.level]
if (!walk) quit(`--level takes ${Object.keys(LEVELS).join(', ')}.`)
if (!ENGINES.includes(values.engine)) quit(`--engine takes ${ENGINES.join(', ')}.`)
const [seed, steps, times] = [number('seed'), number('steps'), number('seeds')]

if (values.level === 'browser') run('build', process.execPath, ['scripts/build.mjs'])
for (let time = 0; time < times; time++) {
  const own = seed === undefined ? randomInt(2 ** 31) : seed + time
  console.log(`\n▸ level ${values.level}, seed ${own}`)
  process.env.WALK_SEED = String(own)
  if (steps !== undefined) process.env.WALK_STEPS = String(steps)
  if (values.path !== undefined) process.env.WALK_PATH = values.path
  walk()
}
