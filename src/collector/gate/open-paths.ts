/**
 * What everybody may ask, from any page: sending, and what PostHog's libraries fetch around it. Everything else is
 * reading, routes that are yet to be written included: forgetting one here locks it, where a list of what to protect
 * would leave it open.
 */
const SENDING =
  /^\/(?:e|i\/v0\/e|i\/v1\/analytics\/events|capture|track|engage|batch|s|flags|decide|ping|api\/event)\/?$/
const CONFIGURATION = /^\/array\/[^/]+\/config(?:\.js)?\/?$/
/** Asked for by PostHog's libraries, and not there: a 404 is an answer, one without CORS headers is a failure to retry. */
const ABSENT = /^\/(?:static\/|array\/|i\/v1\/|api\/(?:surveys|web_experiments|early_access_features)\/?$)/

/** By pattern: what is asked of PostHog in a page's name, that all is well, and where one logs in. */
const OPEN = new Set(['/array/*', '/static/*', '/health', '/login'])

/** Whether a path as it was asked for, without query, is for sending. Never true of a path that leads to a reading route. */
export function isOpenPath(path: string): boolean {
  return SENDING.test(path) || CONFIGURATION.test(path) || ABSENT.test(path)
}

/** Whether a route, by its pattern (`/array/:token/config`), is for sending, or says no more than that all is well. */
export function isOpenRoute(pattern: string): boolean {
  return SENDING.test(pattern) || CONFIGURATION.test(pattern) || OPEN.has(pattern)
}
