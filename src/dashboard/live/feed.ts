import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import type { CollectedEvent } from '../../collector/types.js'
import { toRow } from './row.js'
import type { Row } from './row.js'
import { createTally } from './tally.js'
import type { Tally } from './tally.js'

export type Connection = 'connecting' | 'live' | 'reconnecting'

/** What the page shows, replaced as a whole: at most once per frame. */
export interface Snapshot {
  /** Newest first. */
  readonly rows: readonly Row[]
  readonly tally: Tally
  /** Events that arrived while the list was paused. */
  readonly waiting: number
}

export interface Feed {
  readonly snapshot: Readonly<ShallowRef<Snapshot>>
  readonly connection: Readonly<ShallowRef<Connection>>
  readonly paused: Readonly<ShallowRef<boolean>>
  /** Holds the list still; events go on arriving and are counted. */
  pause(): void
  resume(): void
  stop(): void
}

export interface FeedOptions {
  /** Opens the stream of events. */
  readonly connect: () => EventSource
  /** Calls back before the next frame is painted. */
  readonly onNextFrame: (callback: () => void) => void
  /** Rows kept; older ones are dropped. Default 1000. */
  readonly maxRows?: number
}

const RECONNECT_MS = 2_000

/** Follows the collector's stream of events. */
export function createFeed({ connect, onNextFrame, maxRows = 1000 }: FeedOptions): Feed {
  const connection = shallowRef<Connection>('connecting')
  const paused = shallowRef(false)
  const tally = createTally()
  const snapshot = shallowRef<Snapshot>({ rows: [], tally, waiting: 0 })

  let source: EventSource
  let run: string | undefined
  let reconnecting: ReturnType<typeof setTimeout> | undefined
  let isFrameDue = false
  // Newest first, like the rows; what arrives between two frames, or during a pause.
  let arrived: Row[] = []
  let waiting = 0

  function publish(): void {
    isFrameDue = false
    if (paused.value) {
      snapshot.value = { rows: snapshot.value.rows, tally, waiting }
      return
    }
    const rows = [...arrived, ...snapshot.value.rows].slice(0, maxRows)
    arrived = []
    waiting = 0
    snapshot.value = { rows, tally, waiting }
  }

  function publishSoon(): void {
    if (isFrameDue) return
    isFrameDue = true
    onNextFrame(publish)
  }

  function receive(event: CollectedEvent): void {
    const row = toRow(event)
    tally.add(row)
    arrived.unshift(row)
    // Hidden tabs get no frames; the rows waiting for one stay bounded too.
    if (arrived.length > maxRows) arrived.length = maxRows
    waiting++
    publishSoon()
  }

  function clear(token: string | null): void {
    const stays = (row: Row): boolean => token !== null && row.event.token !== token
    tally.clear(token)
    arrived = arrived.filter(stays)
    waiting = Math.min(waiting, arrived.length)
    snapshot.value = { rows: snapshot.value.rows.filter(stays), tally, waiting }
  }

  function open(): void {
    source = connect()
    source.onopen = () => (connection.value = 'live')
    source.onmessage = ({ data }) => {
      const event: CollectedEvent = JSON.parse(data)
      receive(event)
    }
    source.onerror = () => {
      connection.value = 'reconnecting'
      // The browser retries by itself unless the answer was not an event stream at all.
      if (source.readyState === source.CLOSED) reconnecting = setTimeout(open, RECONNECT_MS)
    }
    source.addEventListener('cleared', ({ data }) => {
      const { token }: { token: string | null } = JSON.parse(data)
      clear(token)
    })
    source.addEventListener('hello', ({ data }) => {
      const { run: current }: { run: string } = JSON.parse(data)
      const isRestarted = run !== undefined && run !== current
      run = current
      if (!isRestarted) return
      // The numbers start anew, so resuming at an old one would skip events.
      clear(null)
      source.close()
      open()
    })
  }

  open()

  return {
    snapshot,
    connection,
    paused,
    pause: () => (paused.value = true),
    resume() {
      paused.value = false
      publish()
    },
    stop() {
      clearTimeout(reconnecting)
      source.close()
    },
  }
}
