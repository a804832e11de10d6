import type { PageViews } from '../core/index.js'
import { guarded } from './diagnostics.js'
import { listen, together } from './listen.js'

/** Milliseconds between two looks at the scroll position, and between two notes of input. */
const SCROLL_PAUSE = 200
const INPUT_PAUSE = 1000

const INPUT = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll']

/** What is more to do than to tell the state machine. */
interface PageEnds {
  /** The page is hidden, and may never come back. */
  hidden(): void
  /** The document goes: ends the view, and sends what there is. */
  exit(): void
}

/** Tells the state machine what happens to the page, other than navigation. Returns how to stop. */
export function watchPage(views: PageViews, { hidden, exit }: PageEnds): () => void {
  const isVisible = () =>
    document.visibilityState === 'visible' && !('prerendering' in document && document.prerendering)
  const visibility = () => {
    const visible = isVisible()
    views.visibility(visible)
    if (!visible) hidden()
  }

  let title = document.title
  const titles = new MutationObserver(
    guarded(() => {
      if (title === document.title) return
      title = document.title
      views.titleChanged()
    }),
  )

  let measuring: ReturnType<typeof setTimeout> | undefined
  let lastInput = -INPUT_PAUSE
  const input = () => {
    const now = performance.now()
    if (now - lastInput < INPUT_PAUSE) return
    lastInput = now
    views.input()
  }
  // Reads the layout after the frame, when it is settled, and not once per event (rule L7).
  const scroll = () => {
    measuring ??= setTimeout(
      guarded(() => {
        measuring = undefined
        views.scrolled()
      }),
      SCROLL_PAUSE,
    )
  }

  views.visibility(isVisible())
  views.focus(document.hasFocus())
  titles.observe(document.head, { childList: true, subtree: true, characterData: true })
  return together(
    () => titles.disconnect(),
    () => clearTimeout(measuring),
    listen(document, 'visibilitychange', visibility),
    listen(document, 'prerenderingchange', visibility),
    listen(window, 'focus', () => views.focus(true)),
    listen(window, 'blur', () => views.focus(false)),
    listen(document, 'scroll', scroll, true),
    ...INPUT.map((type) => listen(document, type, input, true)),
    listen(window, 'pagehide', exit),
    listen(window, 'pageshow', (event) => {
      if ('persisted' in event && event.persisted) views.resume()
    }),
  )
}
