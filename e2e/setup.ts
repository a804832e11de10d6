/** How a page comes to be tracked. */
export type Way = 'posthog-js' | 'direct' | 'script' | 'plain'

/** The ways that have a vue-router: bundled with either sink, and without a bundler by the script tag. */
export const routed = ['posthog-js', 'direct', 'script'] as const satisfies readonly Way[]
/** All of them, the script tag on pages without a router included. */
export const ways = [...routed, 'plain'] as const satisfies readonly Way[]

/** What a site of a test is like. All of it is JSON: it travels to the page. */
export interface Setup {
  /** Options of waypost. */
  options?: Record<string, unknown>
  /** Paths that the page-wide `ignore` option refuses. */
  ignored?: string[]
  history?: 'web' | 'hash' | 'memory'
  /** When waypost meets the router: before it is installed, right after, or once the landing is over. */
  install?: 'before' | 'during' | 'after'
  /** The app installs a second tracker beside the first. Only with a bundler. */
  twice?: boolean
  /** More options of posthog-js. */
  posthog?: Record<string, unknown>
  /** HTML for the head of every page, before any script of ours. */
  head?: string
  /** Headers of every page. */
  headers?: Record<string, string>
  /** Attributes of the script tag, in place of the usual ones. */
  tag?: string
  /** Where events go. Default: the collector. */
  collector?: string
}

/** `window.e2e`: what the page is told. */
export interface PageSetup extends Setup {
  way: Way
  key: string
  collector: string
}
