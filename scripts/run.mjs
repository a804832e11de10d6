import { spawnSync } from 'node:child_process'

/** Runs one step of a longer way, shows its output, and ends the whole way when it fails. */
export function run(title, command, args, options = {}) {
  const started = Date.now()
  console.log(`\n▸ ${title}`)
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options })
  if (error || status !== 0) {
    console.error(`✗ ${title} failed${error ? `: ${error.message}` : ''}`)
    process.exit(status || 1)
  }
  console.log(`✓ ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
}

/** Runs a program of a package that is installed here. */
export const tool = (title, name, ...args) => run(title, 'npx', ['--no-install', name, ...args])
