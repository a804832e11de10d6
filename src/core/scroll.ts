/** Where a scroll container stands, in CSS pixels. */
export interface ScrollPosition {
  /** Distance scrolled from the top. */
  top: number
  /** Height of what is shown at once. */
  viewport: number
  /** Height of all there is. */
  content: number
}

/** Scroll properties of a view left, by PostHog's names and definitions: pixels, and shares from 0 to 1 (rule L7). */
export type ScrollProperties = Partial<
  Record<
    `$prev_pageview_${'last' | 'max'}_${'scroll' | 'content'}` | `$prev_pageview_${'last' | 'max'}_${'scroll' | 'content'}_percentage`,
    number
  >
>

/** Follows the last and the deepest position of one view. */
export interface ScrollDepth {
  sample(position: ScrollPosition | undefined): void
  read(): ScrollProperties
}

/** A page that can't scroll has been seen whole. */
const share = (part: number, whole: number) => (whole <= 1 ? 1 : Math.min(1, Math.max(0, part / whole)))

export function createScrollDepth(): ScrollDepth {
  let last: ScrollPosition | undefined
  let maxTop = 0
  let maxBottom = 0
  let maxContent = 0
  let maxRange = 0
  return {
    sample(position) {
      if (!position) return
      // Rounded up, so that the last half pixel of a page counts as its end.
      const top = Math.max(0, Math.ceil(position.top))
      last = { top, viewport: Math.ceil(position.viewport), content: Math.ceil(position.content) }
      maxTop = Math.max(maxTop, top)
      maxBottom = Math.max(maxBottom, top + last.viewport)
      maxContent = Math.max(maxContent, last.content)
      maxRange = Math.max(maxRange, last.content - last.viewport)
    },
    read() {
      if (!last) return {}
      const bottom = last.top + last.viewport
      return {
        $prev_pageview_last_scroll: last.top,
        $prev_pageview_last_scroll_percentage: share(last.top, last.content - last.viewport),
        $prev_pageview_max_scroll: maxTop,
        $prev_pageview_max_scroll_percentage: share(maxTop, maxRange),
        $prev_pageview_last_content: bottom,
        $prev_pageview_last_content_percentage: share(bottom, last.content),
        $prev_pageview_max_content: maxBottom,
        $prev_pageview_max_content_percentage: share(maxBottom, maxContent),
      }
    },
  }
}
