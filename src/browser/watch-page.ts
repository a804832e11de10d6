import type { PageViews } from '../core/index.js'
import { guarded } from './diagnostics.js'
import { listen, together } from './listen.js'

/** Milliseconds between two looks at the scroll position. */
const SCROLL_PAUSE = 200
/** Milliseconds between two notes of input. */
const INPUT_PAUSE = 1000

/** What is more to do than to tell the state machine. */
interface PageEnds {
  /** The page is hidden, and may never come back. */
  hidden(): void
  /** The document goes: ends the view, and sends what there is. */
  exit(): void
  /** It came back from the back/forward cache. */
  resume(): void
}

/** Tells the state machine what happens to the page, other than navigation. Returns how to stop. */
export function watchPage(views: PageViews, { hidden, exit, resume }: PageEnds): () => void {
  const visibility = () => {
    const visible = document.visibilityState === 'visible' && !document.prerendering
    views.visibility(visible)
    if (!visible) hidden()
  }

  let { title } = document
  const titles = new MutationObserver(
    guarded(() => {
      if (title !== (title = document.title)) views.titleChanged()
    }),
  )
  titles.observe(document.head, { childList: true, subtree: true, characterData: true })

  let measuring: ReturnType<typeof setTimeout> | undefined
  let lastInput = -INPUT_PAUSE

  visibility()
  views.attention({ focused: document.hasFocus() })
  return together(
    () => titles.disconnect(),
    () => clearTimeout(measuring),
    listen(document, 'visibilitychange prerenderingchange', visibility),
    listen(window, 'focus blur', () => views.attention({ focused: document.hasFocus() })),
    // Reads the layout after the frame, when it is settled, and not once per event (rule L7).
    listen(document, 'scroll', () => {
      measuring ??= setTimeout(
        guarded(() => {
          measuring = undefined
          views.scrolled()
        }),
        SCROLL_PAUSE,
      )
    }),
    listen(document, 'pointerdown pointermove keydown scroll', ({ timeStamp }) => {
      if (timeStamp - lastInput < INPUT_PAUSE) return
      lastInput = timeStamp
      views.attention({ input: true })
    }),
    listen(window, 'pagehide', exit),
    listen(window, 'pageshow', (event) => {
      if ((event as PageTransitionEvent).persisted) resume()
    }),
  )
}
