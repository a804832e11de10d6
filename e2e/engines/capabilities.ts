/**
 * What a test may need that not every engine can do, and why not. The one place: tests are skipped by it, with its
 * reason, and `docs/engines.md` is written from it.
 */

/** The engines, each as the tests drive it. Playwright's own builds stand in where the system has none. */
export const engines = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'WebKitGTK',
  'playwright-firefox': 'Firefox, Playwright’s own build',
  'playwright-webkit': 'WebKit, Playwright’s own build',
} as const
export type Engine = keyof typeof engines

interface Capability {
  /** What the engine can do, after “can”. */
  what: string
  /** Why it can't, where it can't. */
  lacking: Partial<Record<Engine, string>>
}

const noPrerender = 'It has no prerendering.'
const playwrightsPages = 'Playwright shows all pages of its own builds as visible, always.'
const noCache = 'Playwright’s own builds have no back/forward cache.'

export const capabilities = {
  prerender: {
    what: 'prerender a page',
    lacking: {
      firefox: noPrerender,
      webkit: noPrerender,
      'playwright-firefox': noPrerender,
      'playwright-webkit': noPrerender,
    },
  },
  navigationApi: {
    what: 'tell of navigations by the Navigation API',
    lacking: {
      webkit: 'WebKitGTK 2.50 has no `window.navigation`.',
      'playwright-webkit': 'Not every version of it has `window.navigation`.',
    },
  },
  bfcache: {
    what: 'restore a page from the back/forward cache',
    lacking: { 'playwright-firefox': noCache, 'playwright-webkit': noCache },
  },
  tabs: {
    what: 'hide and show tabs for real',
    lacking: { 'playwright-firefox': playwrightsPages, 'playwright-webkit': playwrightsPages },
  },
  closing: {
    what: 'deliver what a page sends while its tab is closed',
    lacking: {
      firefox:
        'Firefox ends the process of a closed tab at once: a request made in `pagehide` often gets lost, by beacon or by `fetch`, ours or posthog-js’s. On all other exits nothing does.',
      'playwright-firefox': 'The same as Firefox.',
    },
  },
  askingFirst: {
    what: 'close a tab in two ways, asking the page first or not',
    lacking: { webkit: 'WebDriver closes a window in one way only.' },
  },
  untouched: {
    what: 'open a page without touching it',
    lacking: {
      firefox:
        'To Firefox each script of Playwright is a user activation, and it runs one in each new document. A redirect after that is no longer the landing’s.',
    },
  },
  fetchLater: {
    what: 'send by itself what a page has left with it (`fetchLater`)',
    lacking: {
      firefox: 'It has no `fetchLater`.',
      webkit: 'It has no `fetchLater`.',
      'playwright-firefox': 'It has no `fetchLater`.',
      'playwright-webkit': 'It has no `fetchLater`.',
    },
  },
  crash: {
    what: 'end the process of a page, and of no other',
    lacking: {
      firefox: 'Firefox has no address for it. There whole browsers are killed.',
      webkit: 'WebKitGTK has no address for it.',
      'playwright-firefox': 'The same as Firefox.',
      'playwright-webkit': 'The same as WebKitGTK.',
    },
  },
  killing: {
    what: 'be killed and started again on the same profile',
    lacking: {
      webkit: 'Its small browser has no profile that it can be started on again.',
      'playwright-firefox': 'The test starts the system’s browser by itself.',
      'playwright-webkit': 'The test starts the system’s browser by itself.',
    },
  },
  interception: {
    what: 'stop single requests of a page',
    lacking: { webkit: 'WebDriver has no such command.' },
  },
} as const satisfies Record<string, Capability>
export type CapabilityName = keyof typeof capabilities

/** Spec files that run in Chromium only, because another engine would prove nothing new by them. */
export const chromiumOnly = {
  'demo.spec.ts':
    'The demo’s pages are the same rules once more, by clicks; the rules themselves run in every engine.',
  'product.spec.ts': 'It is about a server, and what its pages do there by the same switch.',
  'dashboard-stillness.spec.ts': 'Only Chromium tells by how much a page’s layout shifted.',
  'package.spec.ts': 'What the package holds does not depend on an engine.',
  'engines.spec.ts': 'It checks the docs.',
  'walks.spec.ts':
    'A random walk needs a model of the browser’s history, and this one is of Chromium’s. `npm run walk -- --level browser --engine firefox` tries it elsewhere: about one walk in forty gets stuck where Firefox ends a step that a guard refused.',
  'ends.spec.ts': 'It needs hundreds of documents that end fast; the other specs end theirs in every engine.',
  'verdicts.spec.ts': 'It checks how the conformance table is judged, without a browser.',
} as const

const type = 'needs'

/** Says that a test, or all of a group, needs an engine with these capabilities: `test('…', needs('bfcache'), …)`. */
export const needs = (...names: CapabilityName[]) => ({
  annotation: names.map((description) => ({ type, description })),
})

interface Annotation {
  type: string
  description?: string | undefined
}

/** What a test needs, by its annotations. */
export const needed = (annotations: readonly Annotation[]): CapabilityName[] =>
  annotations.flatMap(({ type: kind, description = '' }) =>
    kind === type && isCapability(description) ? [description] : [],
  )
const isCapability = (name: string): name is CapabilityName => Object.hasOwn(capabilities, name)

/** Why this engine can't run what needs all that; undefined when it can. */
export function lacking(engine: Engine, names: readonly CapabilityName[]): string | undefined {
  const all: Record<CapabilityName, Capability> = capabilities
  return names.map((name) => all[name].lacking[engine]).find(Boolean)
}
