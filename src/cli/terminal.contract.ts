import type { Environment } from '../node/index.js'
import { run } from './run.js'

/** Runs a command line to its end, and tells all that it did. */
export async function type(env: Environment, ...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await run(args, {
    print: (text) => void out.push(text),
    printError: (text) => void err.push(text),
    untilStopped: () => Promise.resolve(),
    env,
    user: () => 'jane',
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}
