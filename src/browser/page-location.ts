import type { PageLocation, PageRoute } from '../core/index.js'

/** A URL that is none is nothing. */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}

/** Makes a page location of an absolute URL. */
export function locate(url: string, hashRouting?: boolean, route?: PageRoute): PageLocation {
  const { origin, host, pathname, search, hash } = new URL(url)
  if (hashRouting) {
    const page = locate(origin + hash.replace(/^#!?\/?/, '/'))
    return { ...page, url, base: origin + pathname + '#', route }
  }
  return { url, base: origin, host, path: pathname, query: [...new URLSearchParams(search)], hash, route }
}
