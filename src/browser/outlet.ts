import type { RunningSink, Sink, SinkContext } from '../core/index.js'
import { guarded } from './diagnostics.js'

/** What is held at most while the user has not decided. The oldest makes room. */
const HELD = 500

/** The sinks of a tracker. They start when the user has agreed; what is for them is held until then (rule C2). */
export function createOutlet(starts: readonly Sink[]) {
  const sinks: RunningSink[] = []
  let held: ((target: RunningSink) => void)[] | undefined = []
  let stopped = false

  /** Calls every sink, as soon as it may; one that fails does not keep the others from it. */
  function each(action: (target: RunningSink) => void) {
    if (stopped) return
    if (!held) sinks.forEach(guarded(action))
    else if (held.push(action) > HELD) held.shift()
  }
  return {
    sinks: sinks as readonly RunningSink[],
    /** The user has not agreed yet. */
    get closed() {
      return !!held
    },
    each,
    /** Starts the sinks, and says what to do before they get what was held. */
    open(context: SinkContext, ready: () => void) {
      const waiting = held ?? []
      held = undefined
      for (const start of starts) guarded(() => void sinks.push(start(context)))()
      ready()
      waiting.forEach(each)
    },
    async flush(when?: 'hidden' | 'exit') {
      await Promise.allSettled(sinks.map(async (target) => target.flush?.(when)))
    },
    /** Nothing more goes out, and nothing is held any more. */
    stop() {
      each((target) => target.stop?.())
      stopped = true
      held = undefined
    },
  }
}

export type Outlet = ReturnType<typeof createOutlet>
