/** What happened in a document, as an onlooker in the page has written it down. */
export interface Observation {
  is: 'born' | 'shown' | 'hidden' | 'focused' | 'blurred' | 'input' | 'left' | 'resumed'
  /** Milliseconds since the Unix epoch, by the page's clock. */
  at: number
  /** Which document. */
  document: number
  /** Of one that is born: how the browser came to load it. */
  how?: string
  /** Since so many milliseconds it may have been so already. */
  since?: number
}

/** Where observations wait for the walk, in the storage of the origin. */
export const LOG = 'walk-log'
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
  window.passTime = (milliseconds) => {
    localStorage.setItem('${AHEAD}', ahead() + milliseconds)
    passedHere += milliseconds
  }

  const note = (is, more) => {
    const log = JSON.parse(localStorage.getItem('${LOG}') ?? '[]')
    log.push({ is, at: Date.now(), document: performance.timeOrigin, ...more })
    localStorage.setItem('${LOG}', JSON.stringify(log))
  }
  const visibility = () => note(document.visibilityState === 'visible' ? 'shown' : 'hidden')
  // A busy browser gives a page the focus some time before it tells the page.
  let focused, looked = now()
  const focus = () => {
    if (focused !== (focused = document.hasFocus())) note(focused ? 'focused' : 'blurred', { since: now() - looked })
    looked = now()
  }
  setInterval(focus, 20)
  note('born', { how: performance.getEntriesByType('navigation')[0].type })
  if (document.visibilityState === 'visible') visibility()
  focus()
  document.addEventListener('visibilitychange', visibility, true)
  addEventListener('focus', focus, true)
  addEventListener('blur', focus, true)
  addEventListener('pointermove', () => note('input'), true)
  addEventListener('pagehide', () => note('left'), true)
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    note('resumed')
    looked = now()
    focus()
  }, true)
}</script>`
