import type { NavigationType, LeaveReason } from './events.js'

/** Why a navigation, or a page, is not counted. */
export type SkipReason =
  /** A guard said no. */
  | 'aborted'
  /** Another navigation took its place before it ended. */
  | 'superseded'
  /** The router was already there. */
  | 'duplicated'
  /** It ended, or waits on, without a word: a guard threw, or the page could not be loaded. Told when the next one begins. */
  | 'unanswered'
  /** The page key is the same (rule V5). */
  | 'same-page'
  /** `meta.waypost: false`, or the `ignore` option (rule V12). */
  | 'ignored'
  /** The landing went on to another page before anybody had heard of this one (rule V4). */
  | 'landing'
  /** The document was left, and has not come back. */
  | 'left'

/** Why a view waits. */
export type WaitReason =
  /** The document is being prerendered (rule V8). */
  | 'prerendering'
  /** The document was opened in the background, and nobody has seen it yet (rule V8). */
  | 'background'
  /** Its title may still change (rule V7). */
  | 'title-wait'

/** How the wait for a title ended: it changed and the page was rendered; the time was up; the page was left or hidden. */
export type TitleEnd = 'changed' | 'time-limit' | 'cut-short'

/** What was made of something that happened, and why. In development only. */
export type Decision = {
  /** Milliseconds since the Unix epoch. */
  at: number
  /** Path of the page it is about; none where only a router knows it. */
  page: string | undefined
} & (
  | { what: 'view'; reason: NavigationType; title: TitleEnd | undefined }
  | { what: 'leave'; reason: LeaveReason }
  | { what: 'waiting'; reason: WaitReason }
  | { what: 'not counted'; reason: SkipReason }
)
