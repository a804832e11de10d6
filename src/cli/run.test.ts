// @vitest-environment node
import { createServer } from 'node:net'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { run } from './run.js'

/** A terminal that remembers what was printed, and a Ctrl+C to press. */
function terminal() {
  const out: string[] = []
  const err: string[] = []
  const banner = Promise.withResolvers<string>()
  const stop = Promise.withResolvers<undefined>()
  return {
    surroundings: {
      print: (line: string) => {
        out.push(line)
        banner.resolve(line)
      },
      printError: (line: string) => void err.push(line),
      untilStopped: () => stop.promise,
    },
    out: () => out.join('\n'),
    err: () => err.join('\n'),
    banner: banner.promise,
    pressCtrlC: () => stop.resolve(undefined),
  }
}
