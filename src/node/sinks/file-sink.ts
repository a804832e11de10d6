import { appendFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { reasonOf } from './post.js'
import type { ServerSink } from './sink.js'

/**
 * Appends events to a file, one JSON object on each line: for an install without a network, for whoever wants to read
 * what would be sent. Folders are made as needed.
 *
 * @example fileSink('/var/lib/flowise/telemetry.jsonl')
 */
export function fileSink(file: string): ServerSink {
  const linesOf = (events: readonly string[]) => events.map((event) => `${event}\n`).join('')
  return {
    name: 'file',
    preview: (events) => ({ to: file, body: linesOf(events) }),
    async send({ events, signal }) {
      if (signal.aborted) return { kind: 'retry', reason: 'aborted' }
      try {
        await mkdir(path.dirname(file), { recursive: true })
        // One write: what other processes append stands before or after it.
        await appendFile(file, linesOf(events), { mode: 0o600 })
        return { kind: 'accepted' }
      } catch (error) {
        return { kind: 'retry', reason: reasonOf(error) }
      }
    },
  }
}
