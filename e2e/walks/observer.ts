/** What happened in a document, as an onlooker in the page has written it down. */
export interface Observation {
  is: 'born' | 'shown' | 'hidden' | 'focused' | 'blurred' | 'input' | 'left' | 'resumed'
  /** Not before this, and not after that: milliseconds since the Unix epoch, by the page's clock. */
  at: number
  by: number
  /** By how many milliseconds a page may have heard of it later. */
  late?: number
  /** Nobody has told the page of it, yet. */
  unheard?: boolean
  /** Which document. */
  document: number
  /** Of one that is born: how the browser came to load it. */
  how?: string
}

/**
 * Where observations wait for the walk, in the storage of the origin: a key for each document, because two processes that
 * write to one would write over each other's.
 */
export const LOG = 'walk-log '
/** So many milliseconds, at most, until a page is told what it can already see. */
const LATE = 300
/** How far the page's clock is ahead, milliseconds. */
export const AHEAD = 'walk-ahead'

/**
 * HTML for the head of every page: an onlooker that writes down what the browser tells documents, and a clock that can be
 * put forward. It shares nothing with the tracker; what it saw is what has to arrive.
 */
export const observer = `<script>{
  const now = Date.now.bind(Date), elapsed = performance.now.bind(performance)
  const ahead = () => Number(localStorage.getItem('${AHEAD}') ?? 0)
  let passedHere = 0
  Date.now = () => now() + ahead()
  performance.now = () => elapsed() + passedHere
  const Plain = Date
  window.Date = class extends Plain {
    constructor(...args) { if (args.length) super(...args); else super(Plain.now()) }
  }
  const log = []
  const note = (is, more) => {
    const by = Date.now()
    log.push({ is, at: by, by, document: performance.timeOrigin, ...more })
    localStorage.setItem('${LOG}' + performance.timeOrigin, JSON.stringify(log))
  }
  // It sees an event first and writes it down last: whoever else listens has heard of it in between.
  const lasts = []
  const on = (target, type, hear) => {
    let at
    target.addEventListener(type, () => (at = Date.now()), true)
    const listener = (event) => hear(at, event)
    lasts.push(() => {
      target.removeEventListener(type, listener)
      target.addEventListener(type, listener)
    })
  }
  const visibility = (at) => note(document.visibilityState === 'visible' ? 'shown' : 'hidden', at && { at })
  // A busy browser gives a page the focus some time before it tells the page, if it ever does.
  let focused, unheard, looked = Date.now()
  const focus = (late = ${LATE}) => {
    const before = focused
    focused = document.hasFocus()
    if (before !== focused) {
      note(focused ? 'focused' : 'blurred', { at: looked, late, unheard: late > 0 })
      unheard = late && looked
    }
    looked = Date.now()
  }
  const focusHeard = () => {
    focus(0)
    if (unheard) note(focused ? 'focused' : 'blurred', { late: looked - unheard })
    unheard = 0
  }
  note('born', { how: performance.getEntriesByType('navigation')[0].type })
  if (document.visibilityState === 'visible') visibility()
  focus(0)
  on(document, 'visibilitychange', (at) => {
    focusHeard()
    visibility(at)
  })
  on(window, 'focus', focusHeard)
  on(window, 'blur', focusHeard)
  on(document, 'pointermove', (at) => note('input', { at }))
  on(window, 'pagehide', (at) => {
    focus()
    note('left', { at })
    // Its storage can't be read from another site.
    navigator.sendBeacon('/heard', String(performance.timeOrigin))
  })
  on(window, 'pageshow', (at, { persisted }) => {
    if (!persisted) return
    note('resumed', { at })
    looked = Date.now()
    focus(0)
  })
  const look = () => {
    focus()
    for (const last of lasts) last()
  }
  window.passTime = (milliseconds) => {
    // What the page can see by now is of the time before.
    focus()
    localStorage.setItem('${AHEAD}', ahead() + milliseconds)
    passedHere += milliseconds
    looked = Date.now()
    if (unheard) unheard = looked
  }
  setInterval(look, 20)
  look()
}</script>`
