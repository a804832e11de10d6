import type { LeaveReason, NavigationType } from '../index.js'
import type { TitleOwner } from './titles.contract.js'

/** A page of the app that is walked through. */
export interface Page {
  path: string
  /** Without the `?`. */
  query?: string
  /** Without the `#`. */
  hash?: string
  /** It is no view, by its route or by the page-wide option (rule V12). */
  ignored?: boolean
  /** What its route is called. */
  name?: string
}

/** When something happened. */
export interface Moment {
  /** Milliseconds since the Unix epoch, by the clock on the wall. */
  wall: number
  /** Milliseconds by the clock that never goes back. */
  mono: number
  /** Where time is real: by how many milliseconds the two may be wrong, either way. */
  slack?: number
}

/** Something that really happened to a document: what an observer who knows nothing of the tracker would write down. */
export type Fact =
  /** The app's router began to move, or went on to another target; it may still be refused. */
  | { is: 'asked'; redirected: boolean }
  /** The move ended where it began. */
  | { is: 'refused' }
  /**
   * The app is on this page now. `landing`: still on the way to where the document's landing ends (rule V4). No type:
   * nobody can tell.
   */
  | { is: 'moved'; page: Page; type: NavigationType | undefined; landing?: boolean }
  /** The document shows another title. `owner`: whose it is, where the walk knows. */
  | { is: 'retitled'; title: string; owner?: TitleOwner }
  /** The task in which the title changed is over: who watches titles was told. */
  | { is: 'told' }
  /** The container stands elsewhere. `silently`: the browser restored it, and nobody was told. */
  | { is: 'scrolled'; top: number; silently?: boolean }
  | { is: 'shown' | 'hidden' | 'blurred' | 'input' }
  /** `unheard`: nobody has told the page, so it can't know that somebody is here. */
  | { is: 'focused'; unheard?: boolean | undefined }
  /** The app did something of note. */
  | { is: 'captured' }
  /** The document was left, maybe for the back/forward cache; it came back from there. */
  | { is: 'left' | 'resumed' }
  /** The tracker was stopped. */
  | { is: 'stopped' }
  /** The user wants nothing to be sent, from now on (rule C3). */
  | { is: 'optedOut' }
  /** The document died without a word (rule L5). */
  | { is: 'killed' }
  /** Another source of navigations took over, and will say again where the landing ended. */
  | { is: 'takenOver' }

/** Seconds that are not known exactly. */
export interface Seconds {
  min: number
  max: number
}

/** A visit of one user, over all tabs (rule L8). Times are milliseconds since the Unix epoch. */
export interface ExpectedSession {
  readonly started: number
  /** Its last activity so far. */
  active: number
  /** How many views it has had. */
  views: number
}

/** How the wait for a title ended. */
export type TitleEnd = 'changed' | 'time-limit' | 'cut-short'

/** What is known of a view that was left. */
export interface ExpectedLeave {
  event: '$pageleave'
  view: ExpectedView
  at: Moment
  reason: LeaveReason
  to: string | undefined
  duration: Seconds
  visible: Seconds
  engaged: Seconds
  /** Last and deepest position; none when the page was left before it was drawn. */
  scroll: { last: number; max: number } | undefined
}

/** What has to arrive when a page is seen. */
export interface ExpectedView {
  event: '$pageview'
  page: Page
  type: NavigationType | undefined
  from: string | undefined
  at: Moment
  session: ExpectedSession
  /** It was sent, as this one of its session; 0 until then. */
  number: number
  /** Tabs share the count of a session only while it is the latest: of older ones nobody can tell. */
  numbered: boolean
  /** Undefined where nobody can tell. */
  title: string | undefined
  /** When it was sent, by the clock that never goes back. */
  sent: number | undefined
  /** The leave whose data ride on it (rule L9). */
  carried: ExpectedLeave | undefined
}

export type Expected = ExpectedView | ExpectedLeave
