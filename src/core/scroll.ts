/** Where a scroll container stands, in CSS pixels. */
export interface ScrollPosition {
  /** Distance scrolled from the top. */
  top: number
  /** Height of what is shown at once. */
  viewport: number
  /** Height of all there is. */
  content: number
}

/**
 * Scroll properties of a view left, by PostHog's names and definitions (rule L7): `$prev_pageview_last_scroll`,
 * `_max_scroll` (the top of what was seen), `_last_content`, `_max_content` (its bottom), in pixels, and each of them
 * with `_percentage` as a share from 0 to 1.
 */
export type ScrollProperties = Record<string, number>

/** A page that can't scroll has been seen whole. */
const share = (part: number, whole: number) => (whole <= 1 ? 1 : Math.min(1, part / whole))

/** Follows the last and the deepest position of one view. Takes a new position, if there is one; gives the properties. */
export function createScrollDepth() {
  const properties: ScrollProperties = {}
  const deepest: Record<string, number> = {}
  /** The larger of all values that a name ever had. */
  const max = (name: string, value: number) => (deepest[name] = Math.max(deepest[name] ?? 0, value))

  return (position?: ScrollPosition): ScrollProperties => {
    if (position) {
      // Rounded up, so that the last half pixel of a page counts as its end.
      const top = Math.max(0, Math.ceil(position.top))
      const content = Math.ceil(position.content)
      const viewport = Math.ceil(position.viewport)
      const put = (name: string, part: number, length: number) => {
        // A page that shrinks was still as long as it was, also for PostHog.
        const whole = max(name + 'Length', length)
        const parts = { last: part, max: max(name, part) }
        for (const [which, value] of Object.entries(parts)) {
          const property = `$prev_pageview_${which}_${name}`
          properties[property] = value
          properties[property + '_percentage'] = share(value, whole)
        }
      }
      put('scroll', top, content - viewport)
      put('content', top + viewport, content)
    }
    return properties
  }
}
