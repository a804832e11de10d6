import type { Schedule } from './clock.js'
import type { TitleEnd } from './explain.js'

/** Tells when the title of a page has settled (rule V7), and never takes the next page's title for it. */
export interface TitleWatch {
  /**
   * A navigation began, or was redirected. Until it ends, a new title may already belong to its target.
   *
   * @param redirected it is the same navigation as before, with another target
   * @param announced a router told it, after the guards of the app may have set a title
   * @returns another navigation was under way, and nobody has told how it ended
   */
  begin(redirected?: boolean, announced?: boolean): boolean
  /** The navigation ended where it began: aborted, cancelled, duplicated. */
  end(): void
  /** The document's title changed. */
  changed(): void
  /**
   * A page was confirmed: calls `settled` once, with its title and, in development, with what ended the wait.
   *
   * @param settled none for a page that is no view
   * @param moved the app has moved. Otherwise the page is the one before, viewed anew: its title says nothing of the app's habits
   */
  confirm(settled?: (title: string, end?: TitleEnd) => void, moved?: boolean): void
  /** Ends the wait at once, with the title as it is. */
  flush(): void
  /** Ends the wait without an answer. */
  drop(): void
}

/**
 * @param read the document's present title
 * @param limit longest wait once the page is rendered, milliseconds
 * @param afterLoad begins to count when the document has loaded its scripts: until then the page is not there
 */
export function createTitleWatch(
  read: () => string,
  schedule: Schedule,
  limit: number,
  afterLoad = schedule,
): TitleWatch {
  /** The title that the present page is known to have. */
  let known = read()
  /** A navigation is under way. */
  let moving = false
  /** The present page had its title when it was confirmed: this app sets titles before it moves. Undefined: not known yet. */
  let early: boolean | undefined
  /** A page was confirmed before. Of the first one nobody knows when its title was set. */
  let landed = false
  let cancelCommit: (() => void) | undefined
  let wait:
    | {
        before: string
        rendered: boolean
        settled: (title: string, end?: TitleEnd) => void
        cancel: () => void
      }
    | undefined

  function settle(end?: TitleEnd) {
    const ended = wait
    if (!ended) return
    wait = undefined
    ended.cancel()
    ended.settled(known, end)
  }
  function commit() {
    cancelCommit?.()
    cancelCommit = undefined
    if (moving) return
    known = read()
    if (wait?.rendered && known !== wait.before) settle(__DEV__ ? 'changed' : undefined)
  }
  /** Before the page is left: is a change that is still in the air its own, or already the next page's? */
  function close(announced: boolean) {
    if (moving) return
    const inTheAir = !!cancelCommit
    cancelCommit?.()
    cancelCommit = undefined
    // An app that sets its titles before it moves has just done so again. Where its habit does not show yet, a change
    // right before a router speaks up is taken for a guard's.
    if (early === undefined ? inTheAir && !announced : !early && (inTheAir || wait)) known = read()
  }

  function changed() {
    cancelCommit?.()
    // A guard that sets the title runs in the same task as the hook that calls begin(): let that have its say first.
    cancelCommit = schedule(commit, 0)
  }

  return {
    begin(redirected, announced = true) {
      // A navigation that failed has no end: another one that begins shows that it is over.
      const unanswered = moving && !redirected
      if (unanswered && !wait) known = read()
      close(announced)
      moving = true
      return unanswered
    },
    end() {
      moving = false
      // Not now: an app that set a title too soon may be about to take it back.
      changed()
    },
    changed,
    confirm(settled, moved = true) {
      cancelCommit?.()
      cancelCommit = undefined
      moving = false
      const before = known
      const changed = read() !== before
      if (moved && (changed || landed)) early = changed
      landed = true
      known = read()
      if (!settled) return
      // A router's view is rendered in microtasks after the confirmation: done by the next task, however long it takes.
      let cancel = afterLoad(() => {
        if (wait) wait.rendered = true
        commit()
        if (!wait) return
        cancel = schedule(() => {
          if (!moving) known = read()
          settle(__DEV__ ? 'time-limit' : undefined)
        }, limit)
      }, 0)
      wait = {
        before,
        rendered: false,
        settled,
        cancel: () => cancel(),
      }
    },
    flush() {
      if (!moving) known = read()
      settle(__DEV__ ? 'cut-short' : undefined)
    },
    drop() {
      wait?.cancel()
      wait = undefined
    },
  }
}
