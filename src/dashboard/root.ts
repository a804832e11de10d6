/**
 * Where the collector is reached, with a slash at the end. It may be below any path, and a page may be deep in it, so the
 * place of this very module says it: built, it is in `assets/`.
 */
export const root: string = import.meta.env.DEV
  ? new URL('/', location.href).href
  : new URL(/* @vite-ignore */ '..', import.meta.url).href

/** Without the slash: what is given to a PostHog library as its host. */
export const host = root.replace(/\/$/, '')
