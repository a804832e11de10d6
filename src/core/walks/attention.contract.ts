import type { Moment, Seconds } from './facts.contract.js'

/** From, to: milliseconds by the clock that never goes back. */
type Span = readonly [from: number, to: number]

/** The two spans' common part; empty when there is none. */
const common = ([a, b]: Span, [c, d]: Span): Span => [Math.max(a, c), Math.min(b, d)]

const within = (spans: readonly Span[], window: Span): Span[] =>
  spans.map((span) => common(span, window)).filter(([from, to]) => to > from)

const total = (spans: readonly Span[]) => spans.reduce((sum, [from, to]) => sum + to - from, 0)

/** The same time, without what is covered twice. Takes spans in the order of their starts. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const [from, to] of spans) {
    const last = result.at(-1)
    if (last && from <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], to)]
    else result.push([from, to])
  }
  return result
}

/** Something that is either on or off, written down as the spans in which it was on. */
function createSwitch() {
  const spans: Span[] = []
  const changes: Moment[] = []
  let since: number | undefined
  return {
    set(on: boolean, now: Moment) {
      const at = now.mono
      if (now.slack) changes.push(now)
      if (on) since ??= at
      else if (since !== undefined) {
        spans.push([since, at])
        since = undefined
      }
    },
    /** By how much all changes that were in a time, or may have been, may be wrong together, milliseconds. */
    slack: ([from, to]: Span) =>
      changes.reduce(
        (sum, { mono, slack = 0 }) => (mono + slack >= from && mono - slack <= to ? sum + slack : sum),
        0,
      ),
    within: (window: Span) => within(since === undefined ? spans : [...spans, [since, Infinity]], window),
  }
}

/** A tracker may lose so much of the time before a sleep that it noticed only afterwards, milliseconds. */
const LOST_TO_SLEEP = 5_000

/** Remembers when a document was looked at, and measures any part of its life (rule L6). */
export function createAttention(idleAfter: number) {
  const visible = createSwitch()
  const focused = createSwitch()
  const inputs: number[] = []
  const sleeps: Span[] = []

  return {
    visible: visible.set,
    focused: focused.set,
    input: (at: number) => void inputs.push(at),
    slept: (from: number, to: number) => void sleeps.push([from, to]),

    /** Seconds visible, and seconds engaged: visible, in focus, and some input not too long ago. */
    measure(start: Moment, end: Moment): { visible: Seconds; engaged: Seconds } {
      const from = start.mono
      const to = end.mono
      const life: Span = [from, to]
      // Somebody asked for the page: that is input too.
      const own = [from, ...inputs.filter((at) => at >= from && at <= to)].sort((a, b) => a - b)
      const busy = merged(own.map((at) => [at, at + idleAfter * 1000]))
      const seen = visible.within(life)
      const engaged = seen.flatMap((span) => focused.within(span)).flatMap((span) => within(busy, span))
      const asleep = sleeps.filter((span) => seen.some((one) => within([one], span).length))
      const slack = (start.slack ?? 0) + (end.slack ?? 0) + visible.slack(life) + focused.slack(life)
      const awake = (spans: Span[]): Seconds => {
        const most = total(spans) - total(asleep.flatMap((sleep) => within(spans, sleep)))
        const least = most - asleep.length * LOST_TO_SLEEP - slack
        return { min: Math.max(0, least) / 1000, max: (most + slack) / 1000 }
      }
      return { visible: awake(seen), engaged: awake(engaged) }
    },
  }
}
