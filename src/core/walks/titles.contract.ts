import type { TitleEnd } from './facts.contract.js'

/** Hears what the title of a page is, when it was known, and what ended the wait. Undefined where nobody can tell. */
type Settled = (title: string | undefined, mono?: number, end?: TitleEnd) => void

/** Whose title it is that changed. */
export type TitleOwner = 'present' | 'next'

/**
 * Whose title is it? The rules, in words (V7):
 * - A page that is only viewed anew, after the cache or in a new session, or seen at last, was not moved to: it tells
 *   nothing of habits.
 * - A page is called what the document says, from its confirmation on.
 * - What changes while a move is under way is the title of the page to come. Does the move end where it began, it is
 *   the present page's after all, unless the app takes it back in the same task.
 * - What changes in the very task in which a move begins may be either's. The app's last move tells: had the title
 *   changed before it was confirmed, this app sets titles early, and the change is the next page's; else the present
 *   page's. When no move has told yet, it is the next page's if a router spoke up (a guard may have set it), else the
 *   present page's. A change that nobody was told of yet, on a page that waits for nothing, is the next page's.
 * - A view is sent with its title as soon as the page is drawn (in the task after its confirmation) and is called
 *   otherwise than the page before; at the latest `wait` milliseconds after it was drawn, or when something ends it, with
 *   the title as it is.
 *
 * A walk that makes the titles itself knows better and says whose each one is. Then there is nothing to guess, and the
 * truth is what has to arrive. Except where these rules would guess wrong: a title that the present page sets while a
 * move is under way, a title of the next page before anybody heard of the move, or an app that does now what it did not
 * do at its last move. Then nobody can tell what this view and the next one are called.
 */
export function createTitles(first: string, wait: number) {
  /** What the document says. */
  let shown = first
  /** What the present page is called. */
  let own = first
  let moving = false
  let habit: 'early' | 'late' | undefined
  let moves = 0
  /** A change in this task that was told. */
  let fresh = false
  /** The walk says whose each title is; what the document says is not the present page's. */
  let owned = false
  let foreign = false
  let doubtful = false
  /** The present page's title changed in this task. */
  let freshOwn = false
  /** Until then a view whose title nobody can tell may wait for it. */
  let maybeWaiting = 0
  /** What the app's last move told was guessed wrong, maybe. */
  let misled = false
  let waiting:
    | {
        before: string
        /** When the wait ends; undefined until the page is drawn. */
        until?: number
        disturbed: boolean
        doubtful: boolean
        settled: Settled
      }
    | undefined

  const unclear = () => moving || foreign
  function settle(mono: number, end: TitleEnd) {
    const ended = waiting
    waiting = undefined
    if (!ended) return
    if (ended.doubtful) maybeWaiting = ended.until ?? mono + wait
    if (ended.doubtful) ended.settled(undefined)
    else if (ended.disturbed) ended.settled(own)
    else ended.settled(own, mono, end)
  }
  /** The present page is called what the document says. */
  function asItIs(mono: number) {
    own = shown
    if (waiting?.until !== undefined && own !== waiting.before) settle(mono, 'changed')
  }
  /** A move begins: whose is a change in this task? */
  function divide(announced: boolean) {
    if (moving) return
    const mine = habit ? habit === 'late' : !announced
    if (owned) {
      if (fresh && (misled || (mine ? foreign : freshOwn))) doubt()
    } else if (mine && (fresh || (waiting && habit))) own = shown
    fresh = freshOwn = false
  }
  function doubt() {
    doubtful = true
    if (waiting) waiting.doubtful = true
  }
  /** A title of a move that nobody announced looks like the present page's. */
  const unheard = () => foreign && !moving

  return {
    retitled(title: string, owner?: TitleOwner) {
      if (owner) {
        owned = true
        foreign = owner === 'next'
        fresh ||= title !== shown
      }
      if (owner === 'present' && title !== own) {
        own = title
        freshOwn = true
        if (moving) doubt()
      }
      shown = title
    },
    told: () => void (fresh = true),
    asked(redirected: boolean, mono: number) {
      // The one before was superseded, or failed without a word.
      const unanswered = moving && !redirected
      if (unanswered) {
        if (own !== shown && (waiting?.doubtful || mono < maybeWaiting)) doubt()
        if (!waiting) own = shown
      }
      divide(true)
      moving = true
      // It may be sent at once, or later, for all that a tracker can know.
      if (owned && waiting) waiting.disturbed = true
      return unanswered
    },
    refused() {
      if (owned && own !== shown) {
        own = shown
        freshOwn = true
      }
      moving = foreign = false
      fresh = true
    },
    /** A move that nobody announced is about to be confirmed. */
    unannounced() {
      divide(false)
      moving = true
    },
    /** Another page was confirmed, and will be a view. */
    confirmed(settled: Settled | undefined, moved: boolean) {
      const early = shown !== own
      if (moved && (early || moves)) habit = early ? 'early' : 'late'
      moves += 1
      waiting = settled && { before: own, disturbed: false, doubtful, settled }
      own = shown
      if (moved) misled = doubtful
      moving = fresh = freshOwn = foreign = doubtful = false
    },
    /** When the wait is due to end by itself, if that is before a moment. */
    due(from: number, mono: number) {
      if (!waiting) return undefined
      if (!unclear() && shown !== waiting.before) return from
      const until = waiting.until ?? from + wait
      return until <= mono ? until : undefined
    },
    /** All tasks up to a moment were run, in the order in which they were due; `at`: when the first of them was. */
    passed(at: number, mono: number) {
      fresh = freshOwn = false
      if (unheard()) doubt()
      if (waiting) waiting.until ??= at + wait
      if (!unclear()) asItIs(at)
      if (waiting?.until !== undefined && waiting.until <= mono) {
        if (!unclear()) own = shown
        settle(Math.max(at, waiting.until), 'time-limit')
      }
    },
    /** Something ends the wait: the title as it is. */
    ended(mono: number) {
      if (unheard()) doubt()
      if (!unclear()) own = shown
      settle(mono, 'cut-short')
    },
    dropped: () => void (waiting = undefined),
  }
}

/** For where nobody can tell when a title is set: every view is sent at once, with any title. */
export const createUnknownTitles = (): ReturnType<typeof createTitles> => ({
  retitled: () => undefined,
  told: () => undefined,
  asked: () => false,
  refused: () => undefined,
  unannounced: () => undefined,
  confirmed: (settled) => settled?.(undefined),
  due: () => undefined,
  passed: () => undefined,
  ended: () => undefined,
  dropped: () => undefined,
})
