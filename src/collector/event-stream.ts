import { PassThrough } from 'node:stream'
import { matches } from './store.js'
import type { Store } from './store.js'
import type { CollectedEvent, EventFilter } from './types.js'

/** Often enough that proxies and sleeping laptops do not take the stream for dead. */
const HEARTBEAT_MS = 15_000
/** A reader that falls so many bytes behind is cut off; it reconnects and resumes where it was. */
const MAX_BACKLOG = 32 * 1024 * 1024
const RETRY_MS = 1_000

export interface EventStreams {
  /** Opens a server-sent event stream: what is kept and matches, then whatever arrives. */
  open(filter: EventFilter): PassThrough
  /** Streams that are open. */
  readonly count: number
  /** Ends every open stream. */
  close(): void
}

/**
 * Streams carry three kinds of messages: `hello` with the id of this run of the collector (a reader
 * that sees it change has outlived a restart), `cleared`, and unnamed ones, each an event under its `seq`.
 */
export function createEventStreams(store: Store, run: string): EventStreams {
  const open = new Set<PassThrough>()

  return {
    open(filter) {
      const stream = new PassThrough()
      const write = (text: string): void => void stream.write(text)
      const stop = store.subscribe((change) => {
        if (stream.writableLength + stream.readableLength > MAX_BACKLOG) stream.destroy()
        else if (change.kind === 'cleared') write(clearedMessage(change.token))
        else for (const event of change.events) if (matches(event, filter)) write(eventMessage(event))
      })
      const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS)
      stream.once('close', () => {
        clearInterval(heartbeat)
        stop()
        open.delete(stream)
      })
      open.add(stream)

      write(`retry: ${RETRY_MS}\nevent: hello\ndata: ${JSON.stringify({ run, lastSeq: store.lastSeq })}\n\n`)
      // A position ahead of everything belongs to an earlier run of the collector.
      const { after = 0, limit } = filter
      const kept = store.read({ ...filter, limit: Infinity, after: after > store.lastSeq ? 0 : after }).events
      const first = limit === undefined ? 0 : Math.max(0, kept.length - limit)
      for (const event of kept.slice(first)) write(eventMessage(event))
      return stream
    },

    get count() {
      return open.size
    },

    close() {
      for (const stream of open) stream.end()
    },
  }
}

/** JSON has no line breaks, so an event is one `data` line. */
function eventMessage(event: CollectedEvent): string {
  return `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`
}

function clearedMessage(token: string | undefined): string {
  return `event: cleared\ndata: ${JSON.stringify({ token: token ?? null })}\n\n`
}
