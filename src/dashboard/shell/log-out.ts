import { root } from '../root.js'

/** Where to log in. */
export const LOGIN = `${root}login`

/** Whether there is a session to end. Its cookie is hidden from scripts, so the collector says it in the document. */
export function hasSession(page: Document = document): boolean {
  return page.querySelector('meta[name="waypost-session"]') !== null
}

/**
 * Ends the session at the collector, and goes to where one logs in.
 *
 * @returns false where the collector cannot be asked: the session is still open
 */
export async function logOut(go: (url: string) => void = (url) => location.replace(url)): Promise<boolean> {
  try {
    // Its answer leads to the login, which fetch need not load; 401: the session was over already.
    const { type, ok, status } = await fetch(`${root}logout`, { method: 'POST', redirect: 'manual' })
    if (type !== 'opaqueredirect' && !ok && status !== 401) return false
  } catch {
    return false
  }
  go(LOGIN)
  return true
}
