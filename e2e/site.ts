import { createCollector } from 'waypost/collector'
import type { CollectedEvent, Collector } from 'waypost/collector'
import { withoutCopies } from './copies.ts'
import { complaints, expect, leaves } from './journey.ts'
import { createSiteServer } from './server.ts'
import type { SiteServer } from './server.ts'
import type { PageSetup, Setup, Way } from './setup.ts'

/** What is waited for comes soon, or never. Playwright’s own pauses grow to a second. */
const eagerly = { intervals: [20, 50, 100] }

/** What all tests of one worker share. */
export interface World {
  collector: Collector
  server: SiteServer
  close(): Promise<void>
}

export async function createWorld(): Promise<World> {
  const [collector, server] = await Promise.all([createCollector({ port: 0 }), createSiteServer()])
  return {
    collector,
    server,
    close: async () => void (await Promise.all([collector.close(), server.close()])),
  }
}

/** A browser page, driven by whatever drives it. */
interface DrivenPage {
  goto(url: string): Promise<unknown>
  isClosed(): boolean
  close(): Promise<void>
  evaluate<Result>(script: () => Result): Promise<Result>
}

/** The address in a report of a Content Security Policy. */
function blockedUrl(report: string): string {
  const { 'csp-report': details } = Object(JSON.parse(report)) as { 'csp-report'?: Record<string, unknown> }
  return String(details?.['blocked-uri'])
}

/** One site of one test: an origin and a project key of its own. */
export function createSite({ collector, server }: World, id: string) {
  const key = `phc_${id}`
  const host = `${id}.localhost`
  const origin = `http://${host}:${server.port}`
  const callsBefore = server.calls()
  const bodies = (path: string) =>
    server.visits.filter((visit) => visit.host === host && visit.path === path).map(({ body = '' }) => body)
  const arrived = () => withoutCopies(collector.events({ token: key }))
  const paged = () => arrived().filter(({ event }) => event === '$pageview' || event === '$pageleave')

  return {
    key,
    origin,
    url: (path: string) => origin + path,
    /** A page of another origin. */
    elsewhere: server.elsewhere,
    collector: collector.url,
    /** All that arrived so far, in order of arrival, each once. */
    arrived,
    /** How many of them came again. */
    copies: () => collector.events({ token: key }).length - arrived().length,
    /** The page views and leaves among them. */
    paged,
    /** Everything below a path of this site that was asked for. */
    visited: (below: string) =>
      server.visits.filter((visit) => visit.host === host && visit.path.startsWith(below)),
    /** How often a path of this site was asked for. */
    asked: (path: string) =>
      server.visits.filter((visit) => visit.host === host && visit.path === path).length,

    /** A collector that hangs up on everybody, and how often it did. */
    deaf: server.deaf,
    hungUp: () => server.calls() - callsBefore,
    /** What a page said, when it has been told to tell. */
    heard: () => bodies('/heard'),
    /** What the policy of a page has stopped. */
    reported: () => bodies('/report').map(blockedUrl),
    /** Keeps the script tag's script back until what this returns is called. */
    holdScript(): () => void {
      let release = () => {}
      server.held.set(host, new Promise((resolve) => (release = resolve)))
      return () => release()
    },

    /** Says what this site is like. */
    serve(way: Way, setup: Setup = {}) {
      const site: PageSetup = { collector: collector.url, ...setup, way, key }
      server.sites.set(host, site)
    },
    /** Opens a page of the site, and waits until its app is there. */
    async open(page: Pick<DrivenPage, 'goto'>, way: Way, path: string, setup: Setup = {}) {
      this.serve(way, setup)
      const before = this.asked('/ready')
      await page.goto(origin + path)
      if (way !== 'plain') await expect.poll(() => this.asked('/ready'), eagerly).toBeGreaterThan(before)
    },
    /** Waits until so many page views and leaves have arrived. */
    async until(count: number): Promise<CollectedEvent[]> {
      await expect.poll(() => paged().length, eagerly).toBeGreaterThanOrEqual(count)
      return paged()
    },
    /** Waits for an event that is described by some of its properties. */
    async event(
      name: string,
      properties: Record<string, unknown> = {},
      timeout?: number,
    ): Promise<CollectedEvent> {
      const found = () =>
        arrived().find(
          (event) =>
            event.event === name &&
            Object.entries(properties).every(([property, value]) => event.properties[property] === value),
        )
      const message = `${name} ${JSON.stringify(properties)}`
      await expect.poll(found, { message, ...eagerly, ...(timeout && { timeout }) }).toBeTruthy()
      return found() as CollectedEvent
    },
    /**
     * Waits until posthog-js has sent what it has. What it took a moment before the document goes is lost now and then,
     * probably while it compresses in the background. The other ways have no such moment: they need no pause.
     */
    async settle(page: Pick<DrivenPage, 'evaluate'>) {
      if (server.sites.get(host)?.way !== 'posthog-js') return
      const settled = () => arrived().filter(({ event }) => event === 'settled').length
      const before = settled()
      const tracked = await page.evaluate(() => {
        window.waypost?.capture('settled')
        return !!window.waypost
      })
      if (tracked) await expect.poll(settled, eagerly).toBeGreaterThan(before)
    },
    /**
     * Leaves the site and waits until the run is whole: the leaves of all its documents have arrived, and with them,
     * by the numbers of the views, everything before. After that no more can come. By another document, not by closing
     * the tab, and the tab stays open until then: a busy machine may end the process of a closed tab before the document
     * that was in it has heard that it goes, or before the browser has taken over its last request.
     */
    async finish(page: DrivenPage, { documents = 1, drivable = true } = {}): Promise<CollectedEvent[]> {
      if (drivable && !page.isClosed()) {
        await this.settle(page)
        await page.goto(origin + '/untracked')
      } else if (!page.isClosed()) await page.close()
      const state = () => [
        ...complaints(paged()),
        leaves(paged()).filter(({ properties }) => properties['leave_reason'] === 'pagehide').length,
      ]
      await expect.poll(state, eagerly).toEqual([documents])
      if (!page.isClosed()) await page.close()
      return paged()
    },
    forget() {
      server.held.delete(host)
      server.sites.delete(host)
      collector.clear(key)
    },
  }
}

export type Site = ReturnType<typeof createSite>
