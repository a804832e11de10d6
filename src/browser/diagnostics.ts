/** Everything that waypost may say in development: why, and what to do. Production bundles carry none of it. */
const texts = {
  W001: 'no PostHog key: events are recorded in this tab and sent nowhere. Give posthogSink a key (phc_…) to send them.',
  W002: 'this posthog-js captures page views or leaves itself, so they would be counted twice; its own are dropped. Initialise it with capture_pageview: false and capture_pageleave: false.',
  W003: 'a waypost script was loaded twice. The first one stays in charge; remove the second script tag.',
  W004: 'beforeSend threw, so the event was dropped: an event that could not be redacted must not leave. Fix the function.',
  W005: 'something failed inside waypost. The page is not affected; please report it.',
  W006: 'unknown or wrong option.',
  W007: 'posthog-js could not be loaded; events wait in memory. Check the import or the script tag.',
  W008: 'waypost.capture() needs an event name: a string that is not empty.',
  W009: 'this page has a tracker already, so this one waits until that one has stopped. Create one tracker, or stop the first.',
  W010: 'a property, or a part of it, can’t be sent and was left out.',
  W011: 'PostHog refused events for good, so they were dropped. Check the key and the host; the status of the answer is',
  W012: 'this is no address that events can be sent to, so none are. Give posthogSink a host like https://eu.i.posthog.com, or a path of your own site.',
  W013: 'allow does not name this, so it does not leave. Add it to the list, or remove it.',
} as const

export type DiagnosticCode = keyof typeof texts

/** One message in the console of a developer; silence in production (rule C4). */
export function warn(code: DiagnosticCode, detail?: unknown): void {
  if (__DEV__)
    console.warn(...[`[waypost ${code}] ${texts[code]}`, detail].filter((part) => part !== undefined))
}

/** Prints a decision, for `debug: true`. */
export function tell(decision: { what: string; reason: string; page: string | undefined }): void {
  if (__DEV__) console.info(`[waypost] ${decision.what}: ${decision.reason}`, decision.page ?? '', decision)
}

/** Wraps a callback that the page calls, so that nothing of ours is ever thrown into it (rule C4). */
export function guarded<Args extends unknown[]>(task: (...args: Args) => void): (...args: Args) => void {
  return (...args) => {
    try {
      task(...args)
    } catch (error) {
      warn('W005', error)
    }
  }
}
