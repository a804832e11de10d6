import { userInfo } from 'node:os'
import type { Environment } from '../node/index.js'

/** What a command touches outside itself, so that tests can stand in for a terminal and its Ctrl+C. */
export interface Surroundings {
  print(line: string): void
  printError(line: string): void
  /** Resolves when the user wants the command to end. */
  untilStopped(): Promise<void>
  readonly env: Environment
  /** Who types: for the audit log. */
  user(): string
}

export function processSurroundings(): Surroundings {
  return {
    print: (line) => console.log(line),
    printError: (line) => console.error(line),
    untilStopped: () =>
      new Promise((resolve) => {
        // Only the first signal is handled: a second one ends a process that takes too long.
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
      }),
    env: process.env,
    user: () => {
      try {
        return userInfo().username
      } catch {
        // A container may run under a number that has no name.
        return String(process.getuid?.() ?? 'unknown')
      }
    },
  }
}
