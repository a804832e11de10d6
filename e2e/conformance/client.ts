import type { App, Component } from 'vue'
import type { Router } from 'vue-router'

/** One thing that a client sent: a request, or one event of a PostHog batch. */
export interface Message {
  /** Path and query of the request. For an event of a batch: `/posthog`. */
  readonly url: string
  /** The body as text. For an event of a batch: that event. */
  readonly body: string
  /** The body as JSON; `undefined` when it is none. */
  readonly data: unknown
}

/** What a message says, in the words of this table. */
export interface Said {
  readonly kind: 'view' | 'leave'
  /** URL of the page viewed or left, absolute or from the root, as the client gives it. */
  readonly url: string
  /** Title of the page. Leave it out when the client sends none. */
  readonly title?: string | undefined
  /** Time on the page, in seconds. Only visible time, when the client has both. */
  readonly seconds?: number | undefined
  /** On a view: the page before it, when the view says that one was left. */
  readonly left?: { readonly url: string; readonly seconds?: number | undefined } | undefined
  /** On a leave: it is one of several that add up, and says so by the client's own rules. */
  readonly part?: boolean | undefined
  /** When it happened, by the client: milliseconds since the Unix epoch. Default: the order of arrival. */
  readonly time?: number | undefined
}

/** What a client gets to know of the page, in the browser. */
export interface Page {
  readonly app: App
  readonly router: Router
  /** Renders a component beside the app's pages. */
  beside(component: Component): void
  /** The app is routed by the hash. */
  readonly hash: boolean
  /** Where to send, absolute, without a slash at its end. Every path under it takes every request. */
  readonly wire: string
  /** Sends what the client gave to a queue whose reader, a second script, can't be had. */
  queued(call: unknown): void
  /** Host of a PostHog, and the key of a project there. */
  readonly posthog: { readonly host: string; readonly key: string }
}

/** The same for HTML. */
export type Head = Pick<Page, 'hash' | 'wire' | 'posthog'>

/**
 * A tracker, and how its own documentation says to set it up in a Vue app. A file of this folder's `clients/` that
 * exports one as `client` is a column of the table.
 */
export interface Client {
  /** Unique, as in a file name. */
  readonly id: string
  /** Head of the column. */
  readonly name: string
  /** How it is set up, in a few words. */
  readonly how: string
  /** The package that it comes from, as it is called in `node_modules`. */
  readonly package: string
  /** Another package whose version matters. */
  readonly along?: string
  /** The package is too heavy to be installed for one file of it: it is fetched when the table is made. */
  readonly fetched?: { readonly version: string; readonly integrity: string; readonly file: string }
  /** What a reader has to know to judge the column fairly. */
  readonly note?: string
  /** By its documentation: it says that a page was left, or for how long it was there. Default: it doesn't. */
  readonly leaves?: boolean
  /** HTML in the head of every page. */
  head?(page: Head): string
  /** Starts the client, in the browser, before the app gets its router. */
  start?(page: Page): void | Promise<void>
  /** Starts the client, in the browser, when the app has its router and is not mounted yet. */
  plugin?(page: Page): void | Promise<void>
  /** What one message says. Runs in Node. */
  read(message: Message): Said | undefined
}
