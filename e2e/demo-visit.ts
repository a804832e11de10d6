import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { CollectedEvent, Collector } from 'waypost/collector'
import type { Click } from './demo-clicks.ts'
import type { Place } from './demo-places.ts'
import { withoutCopies } from './copies.ts'
import { complaints, expect } from './journey.ts'
import { worldTest } from './world.ts'

const patience = { timeout: 15_000 }

/** What a step leads to. */
interface Outcome {
  /** The document goes, and all that it still had to send with it. */
  exit?: true
  tell(expected: Expected): void
}
/** A line of a table: the click, what it leads to, and how to see that it is done when the address does not tell. */
export type Step = readonly [click: Click, outcome: Outcome, seen?: (page: Page) => Promise<unknown>]

interface DemoServer {
  url: string
  close(): Promise<void>
}
interface DemoModule {
  createDemoServer(options: { port: number; collectorUrl: string; key: string }): Promise<DemoServer>
}

/** How a page is written in a line. */
const where = ({ path, title, name, pattern, section }: Partial<Record<keyof Place, unknown>>) =>
  [`${path} “${title}”`, name && `${name} ${pattern}`, section && `section ${section}`]
    .filter(Boolean)
    .join(', ')

/** One event as a line, with all that the rules say about it. */
function line({ event, token, properties }: CollectedEvent): string {
  const page = where({
    path: properties['$pathname'],
    title: properties['title'],
    name: properties['route_name'],
    pattern: properties['route_pattern'],
    section: properties['section'],
  })
  const way = token.replace(/^phc_[^_]+_/, '')
  const optional = (word: 'from' | 'to') =>
    properties[word] === undefined ? '' : `, ${word} ${properties[word]}`
  if (event === '$pageview') return `${way} view ${properties['navigation_type']} ${page}${optional('from')}`
  if (event === '$pageleave') return `${way} leave ${properties['leave_reason']} ${page}${optional('to')}`
  return `${way} ${event} ${properties['$pathname']}, nodes ${properties['nodes']}`
}

/** The lines that should arrive, made step by step from the rules. */
class Expected {
  readonly lines: string[] = []
  /** The page whose view is open. */
  open: Place | undefined
  /** The page viewed before in this document. */
  before: Place | undefined
  /** The page in the address bar. */
  shown: Place | undefined
  /** Two documents were shown at once, or the browser told them in no common order that one follows the other. */
  overlapping = false

  view(type: string, place: Place) {
    const from = this.before ? `, from ${this.before.path}` : ''
    this.lines.push(`${place.way} view ${type} ${where(place)}${from}`)
    this.open = this.before = this.shown = place
  }
  leave(reason: string, to?: Place) {
    if (!this.open) return
    this.lines.push(`${this.open.way} leave ${reason} ${where(this.open)}${to ? `, to ${to.path}` : ''}`)
    this.open = undefined
  }
}

const route =
  (type: string) =>
  (place: Place): Outcome => ({
    tell(expected) {
      expected.leave('navigation', place)
      expected.view(type, place)
    },
  })
const anew =
  (type: string) =>
  (place: Place): Outcome => ({
    exit: true,
    tell(expected) {
      expected.leave('pagehide')
      expected.before = undefined
      expected.view(type, place)
      if (type === 'bfcache') expected.overlapping = true
    },
  })

/** One leave and one view, in the same document. */
export const push = route('push')
export const replace = route('replace')
export const traverse = route('traverse')
/** One leave, if a view was open, and one view of a new document. */
export const load = anew('load')
export const reload = anew('reload')
/** The same of a document that waited in the back/forward cache. */
export const bfcache = anew('bfcache')

export const nothing: Outcome = { tell() {} }

/** One leave, and a page that is no view. */
export const untracked = (place: Place): Outcome => ({
  tell(expected) {
    expected.leave('navigation')
    expected.shown = place
  },
})
/** One leave, and a document without a tracker. */
export const gone = (place: Place): Outcome => ({
  exit: true,
  tell(expected) {
    expected.leave('pagehide')
    expected.shown = place
  },
})
/** A view of a tab beside: nothing of this one. */
export const beside = (place: Place): Outcome => ({
  tell(expected) {
    expected.lines.push(`${place.way} view load ${where(place)}`)
    expected.overlapping = true
  },
})
/** The leave of the tab beside. */
export const besideGone = (place: Place): Outcome => ({
  tell: ({ lines }) => lines.push(`${place.way} leave pagehide ${where(place)}`),
})
/** An event of the app's own. */
export const deployed = (nodes: number): Outcome => ({
  tell: ({ lines, open }) => lines.push(`${open?.way} flow_deployed ${open?.path}, nodes ${nodes}`),
})
export const each = (...outcomes: Outcome[]): Outcome => ({
  tell(expected) {
    for (const outcome of outcomes) outcome.tell(expected)
  },
})

/** One visitor of a demo that no other test uses. */
export class Visit {
  readonly expected = new Expected()
  readonly #page: Page
  readonly #collector: Collector
  readonly #key: string

  constructor(page: Page, collector: Collector, key: string) {
    this.#page = page
    this.#collector = collector
    this.#key = key
  }

  /**
   * Events of all three ways, in order of arrival. posthog-js has several requests under way at once, which may
   * overtake each other: its events are put in order of their times, as PostHog does.
   */
  get events(): CollectedEvent[] {
    const all = this.#collector.events().filter(({ token }) => token.startsWith(`${this.#key}_`))
    const arrived = withoutCopies(all)
    const isFromSdk = ({ token }: CollectedEvent) => token.endsWith('_posthog_js')
    const timed = arrived
      .filter(isFromSdk)
      .sort((one, other) => Date.parse(one.timestamp) - Date.parse(other.timestamp))
      .values()
    return arrived.map((event) => (isFromSdk(event) ? (timed.next().value ?? event) : event))
  }

  /** Walks through a table. */
  async walk(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await test.step(step[0].label, () => this.#take(step))
  }

  async #take([click, outcome, seen]: Step): Promise<void> {
    const { expected } = this
    const { length } = expected.lines
    const place = expected.shown
    if (outcome.exit) await this.#settled()
    await click.run(this.#page)
    outcome.tell(expected)
    await seen?.(this.#page)
    const { shown } = expected
    if (shown) await expect.poll(() => new URL(this.#page.url()).pathname, patience).toBe(shown.path)
    // Where the address tells nothing, only what arrived can.
    if (shown === place && expected.lines.length > length) await this.arrived()
    // Asked of the document itself: one that comes from the back/forward cache does not load again.
    await this.#page.waitForFunction(() => document.readyState === 'complete', undefined, patience)
    // A page is shown when it has its title.
    if (shown) await expect(this.#page).toHaveTitle(shown.title, patience)
  }

  /**
   * posthog-js sends once more what is on its way when the document goes. PostHog counts both as one, by their id;
   * nothing may be on its way where each has to come once.
   */
  async #settled(): Promise<void> {
    if (this.expected.open?.way === 'posthog_js') await this.arrived()
  }

  /** Waits until exactly what is expected so far has arrived. */
  async arrived(): Promise<void> {
    await expect.poll(() => this.events.map(line), patience).toEqual(this.expected.lines)
  }

  /** Closes the page: after its last leave nothing can come, and all must be as expected. */
  async end(): Promise<void> {
    await this.#settled()
    await this.#page.close()
    this.expected.leave('pagehide')
    await this.arrived()
    const found = complaints(this.events.filter(({ event }) => event.startsWith('$page')))
    const { overlapping } = this.expected
    expect(found.filter((complaint) => !(overlapping && complaint.includes('begins before')))).toEqual([])
  }
}

interface DemoFixtures {
  demo: { url: string; key: string; collector: Collector }
  visit: Visit
}

export const test = worldTest.extend<DemoFixtures>({
  demo: async ({ world: { collector } }, use) => {
    const module = new URL('../demo/server.mjs', import.meta.url).href
    const { createDemoServer } = (await import(module)) as DemoModule
    const key = `phc_${randomBytes(8).toString('hex')}`
    const server = await createDemoServer({ port: 0, collectorUrl: collector.url, key })
    await use({ url: server.url, key, collector })
    await server.close()
    for (const way of ['direct', 'posthog_js', 'script']) collector.clear(`${key}_${way}`)
  },
  // The pages of a test have addresses without an origin.
  baseURL: ({ demo }, use) => use(demo.url),
  visit: ({ page, demo }, use) => use(new Visit(page, demo.collector, demo.key)),
})
