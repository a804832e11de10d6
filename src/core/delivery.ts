/** How a sink that sends by itself is doing. */
export interface Delivery {
  /**
   * - `ok`: the last request was answered, or there was none yet
   * - `offline`: the browser has no network; goes on when it has
   * - `retrying`: the last request failed, and will be tried again
   * - `blocked`: several in a row had no answer at all, as with an ad blocker or a Content Security Policy. Tried again now
   *   and then
   */
  state: 'ok' | 'offline' | 'retrying' | 'blocked'
  /** Events that were answered with success, or given to the browser when the page went. */
  sent: number
  /** Events that were given up: refused by the receiver, too big, or too many while it could not be reached. */
  dropped: number
  /** Requests that had no answer. */
  blocked: number
}
