// Everything that has to hold, in the order in which a mistake shows up soonest.
import { fileURLToPath } from 'node:url'
import { run, tool } from './run.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const npm = (title, script) => run(title, 'npm', ['run', '--silent', script])

const steps = [
  () => run('build and budgets', process.execPath, ['scripts/build.mjs']),
  () => npm('types', 'types'),
  () => npm('lint and format', 'lint'),
  () => npm('unit and contract tests', 'unit'),
  () => tool('package: publint', 'publint', '--strict'),
  () =>
    tool(
      'package: types of every entry',
      'attw',
      '--pack',
      '.',
      '--profile',
      'esm-only',
      '--exclude-entrypoints',
      'waypost.js',
      'waypost.dev.js',
    ),
  () => npm('end to end', 'e2e'),
]
for (const step of steps) step()
console.log(`\nsteps: ${steps.length} passed, 0 failed`)
