import type { Router } from 'vue-router'

/** One thing that trackers tend to get wrong. Exactly one of `to`, `href` and `run` says what the button does. */
export interface LabCase {
  title: string
  text: string
  /** What should arrive, in a few words. */
  counts: string
  action: string
  to?: string
  /** A hard navigation, outside the router. */
  href?: string
  run?: (router: Router) => unknown
}

export interface LabGroup {
  title: string
  cases: readonly LabCase[]
}
