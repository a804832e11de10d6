/** What a router knows of a page beyond its URL. */
export interface PageRoute {
  /** Name of the matched route record. */
  name?: string | undefined
  /** Path as the router knows it, without the base of the app. */
  path?: string | undefined
  /** What stands in the path for each `:name` of the pattern. */
  params?: Readonly<Record<string, string | readonly string[]>> | undefined
  /** Path pattern of the matched record: `/team/:slug/members`. */
  pattern?: string | undefined
  /** What the route says of itself in `meta.waypost` (rule V12). */
  meta?: RouteMeta | undefined
}

/**
 * `meta.waypost` of a route (rule V12): `false` makes the page invisible here; an object renames it
 * (`route_name`) or adds properties to its view and its leave.
 */
export type RouteMeta = false | { name?: string; properties?: Readonly<Record<string, unknown>> }

/** Where a navigation ended. */
export interface PageLocation {
  /** Absolute URL: what the address bar shows, or would show for a router that keeps its history in memory. */
  url: string
  /** What stands before the path in it: `https://example.com`, or `https://example.com/app/#` with hash routing. */
  base: string
  /** `example.com:8080` */
  host: string
  /** Path of the page: the URL's pathname; with hash routing the path inside the hash. Starts with `/`. */
  path: string
  /** Query of the page, decoded. With hash routing the query inside the hash. */
  query: readonly (readonly [key: string, value: string])[]
  /** Hash of the page with its `#`, or empty. With hash routing the second hash. */
  hash: string
  route?: PageRoute | undefined
}
