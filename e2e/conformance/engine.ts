import type { Browser as Prerendering, Page as PuppeteerPage } from 'puppeteer-core'
import { findEngine } from '../../scripts/find-browser.mjs'
import type { EngineName } from '../../scripts/find-browser.mjs'
import { lacking } from '../engines/capabilities.ts'
import type { CapabilityName, Engine as EngineKind } from '../engines/capabilities.ts'
import { startPrerenderingBrowser } from '../engines/chromium-browsers.ts'
import type { Browser, Page, Tabs } from '../engines/page.ts'
import { startBrowser } from '../engines/start-browser.ts'

/** What not every engine can do. */
export type Ability = Extract<CapabilityName, 'tabs' | 'prerender' | 'bfcache'>

/** One page of a browser: all that a scenario does to it goes through here. */
export interface DrivenPage {
  /** Opens a URL, and waits for its document. */
  goto(url: string): Promise<unknown>
  /** Runs a function in the page, without anything from outside but one text, and waits for what it promises. */
  evaluate<Result>(script: (argument: string) => Result | Promise<Result>, argument?: string): Promise<Result>
  /** Clicks what a selector finds, as a user does. */
  click(selector: string): Promise<void>
  reload(): Promise<unknown>
  /** Starts the browser's Back. Does not wait. */
  back(): Promise<void>
  /** Opens another tab in front of this one. It is shown until it is closed. */
  cover(): Promise<DrivenPage>
  /** Opens a link in a tab behind this one. */
  openBehind(selector: string): Promise<DrivenPage>
  /** Brings this tab to the front. */
  show(): Promise<void>
  close(): Promise<void>
}

/** A browser, as scenarios need it. */
export interface Engine {
  /** `Chromium 156`. */
  readonly name: string
  readonly can: (ability: Ability) => boolean
  /** It can drive several pages at the same time. */
  readonly sideBySide: boolean
  /** Opens a page that has the abilities, with storage of its own as far as its origin goes. */
  open(needs: readonly Ability[]): Promise<DrivenPage>
  close(): Promise<void>
}

const noTabs = () => Promise.reject<never>(new Error('The scenario has to say that it needs tabs.'))

/**
 * The page goes back itself: the driver would wait for a document to load, and one from the back/forward cache does not.
 * The page may be gone before it answers; what this leads to is waited for anyway.
 */
const goBack = (page: { evaluate(script: () => void): Promise<unknown> }) =>
  page
    .evaluate(() => void setTimeout(() => history.back(), 0))
    .then(
      () => undefined,
      () => undefined,
    )

function driven(page: Page, tabs?: Tabs): DrivenPage {
  return {
    goto: (url) => page.goto(url),
    evaluate: (script, argument = '') => page.evaluate(script, argument),
    click: (selector) => page.click(selector),
    reload: () => page.reload(),
    back: () => goBack(page),
    cover: tabs ? async () => driven(await tabs.newPage(), tabs) : noTabs,
    openBehind: tabs ? async (selector) => driven(await tabs.openBehind(page, selector), tabs) : noTabs,
    show: () => page.bringToFront(),
    close: () => page.close(),
  }
}

/** A page of puppeteer, which is the one that lets pages be prerendered. */
const prerendering = (page: PuppeteerPage): DrivenPage => ({
  goto: (url) => page.goto(url),
  evaluate: <Result>(script: (argument: string) => Result | Promise<Result>, argument = '') =>
    page.evaluate(script as (argument: string) => Promise<Result>, argument),
  click: (selector) => page.click(selector),
  reload: () => page.reload(),
  back: () => goBack(page),
  cover: noTabs,
  openBehind: noTabs,
  show: () => page.bringToFront(),
  close: () => page.close(),
})

/** A running browser for scenarios. Tabs and prerendering are started when they are needed. */
export function createEngine(browser: Browser, kind: EngineKind): Engine {
  let tabs: ReturnType<Browser['openTabs']> | undefined
  let prerenderer: Promise<Prerendering> | undefined
  return {
    name: browser.name,
    can: (ability) => !lacking(kind, [ability]),
    sideBySide: kind !== 'webkit',
    async open(needs) {
      if (needs.includes('prerender'))
        return prerendering(await (await (prerenderer ??= startPrerenderingBrowser())).newPage())
      if (!needs.includes('tabs')) return driven(await browser.newPage())
      const own = await (tabs ??= browser.openTabs())
      return driven(await own.newPage(), own)
    },
    async close() {
      await (await tabs)?.close()
      await (await prerenderer)?.close()
    },
  }
}

/** Starts an engine of this machine. */
export async function startEngine(name: EngineName): Promise<Engine> {
  const found = findEngine(name)
  if (!found) throw new Error(`There is no ${name} on this machine.`)
  const browser = await startBrowser(found)
  const engine = createEngine(browser, found.engine)
  return {
    ...engine,
    async close() {
      await engine.close()
      await browser.close()
    },
  }
}
