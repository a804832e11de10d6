/** What a router knows of a page beyond its URL. */
export interface PageRoute {
  /** Name of the matched route record. */
  name?: string | undefined
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
  /** Path of the page: the URL's pathname; with hash routing the path inside the hash. Starts with `/`. */
  path: string
  /** Query of the page with its `?`, or empty. With hash routing the query inside the hash. */
  search: string
  /** Hash of the page with its `#`, or empty. With hash routing the second hash. */
  hash: string
  /** The page is named by the URL's hash, not by its pathname. */
  hashRouting?: boolean
  route?: PageRoute | undefined
}

/** An absolute URL in parts. */
export interface UrlParts {
  /** `https://example.com:8080`, or empty when the text is no URL with an authority. */
  origin: string
  /** `example.com:8080` */
  host: string
  path: string
  search: string
  hash: string
}

/** Splits a URL by the grammar of RFC 3986, appendix B. Never fails: what is missing is empty. */
export function splitUrl(url: string): UrlParts {
  const [, origin = '', host = '', path = '', search = '', hash = ''] =
    /^([a-z][a-z\d+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]*))?([^?#]*)(\?[^#]*)?(#[\s\S]*)?$/i.exec(url) ?? []
  return { origin, host, path, search, hash }
}

/** Makes a page location of an absolute URL. */
export function locate(url: string, hashRouting = false, route?: PageRoute): PageLocation {
  const parts = splitUrl(hashRouting ? splitUrl(url).hash.replace(/^#!?\/?/, '/') : url)
  return { url, path: parts.path || '/', search: parts.search, hash: parts.hash, hashRouting, route }
}
