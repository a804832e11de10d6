import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'

/** Ends with the pipe that it reads from, and takes along all that was started from it: kindly first. */
const keeper = '"$@" </dev/null & read -r _; trap "" TERM; kill -TERM 0; wait $!; kill -KILL 0'

/**
 * Starts a program that does not outlive this process, whatever ends this process: a shell holds on to a pipe from
 * here, and when that breaks it kills its process group.
 */
export function startKept(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const child: ChildProcess = spawn('sh', ['-c', keeper, 'keeper', command, ...args], {
    // A process group of its own.
    detached: true,
    env,
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.stdin?.on('error', () => {
    // It was gone already.
  })
  return {
    /** What the program writes to its file descriptor 3. */
    output: child.stdio[3],
    async stop() {
      child.stdin?.end()
      await gone
    },
  }
}
