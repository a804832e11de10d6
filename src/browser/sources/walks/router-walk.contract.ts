import fc from 'fast-check'
import { createIds, createMemory, createVirtualTime } from '../../../core/harness.contract.js'
import { createPageViews, createRedactor, createSession } from '../../../core/index.js'
import type { WaypostEvent } from '../../../core/index.js'
import { compare } from '../../../core/walks/compare.contract.js'
import type { DocumentOracle, DocumentSetup } from '../../../core/walks/document-oracle.contract.js'
import type { Fact } from '../../../core/walks/facts.contract.js'
import { createOracle } from '../../../core/walks/oracle.contract.js'
import { pageKeys } from '../../../core/walks/page-keys.contract.js'
import type { Version } from '../vue-routers.contract.js'
import { vueRouterSource } from '../vue-router-source.js'
import { createWalkedApp, sketch, titleOf, UNTITLED } from './router-app.contract.js'
import { createRouterModel, pageAt, pathOf } from './router-model.contract.js'
import type { Answer, RouterEvent, Verdict } from './router-model.contract.js'

interface RouterSetup extends DocumentSetup {
  version: Version
  tellsReplace: boolean
  /** The app's own hooks come before the tracker's. */
  appFirst: boolean
  /** When the tracker meets the router. */
  install: 'before' | 'during' | 'after'
  landing: string
}

/** All that promises still have to do is done. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A real router in a document without a browser; its model, which says what the router does; the oracle. */
function createWalker(setup: RouterSetup) {
  const time = createVirtualTime()
  const events: WaypostEvent[] = []
  const sentAt: number[] = []
  let title = UNTITLED
  const oracle = createOracle()
  /** When the clock was last looked at. */
  let before = time.clock.elapsed()
  let witness: DocumentOracle | undefined
  let views: ReturnType<typeof createPageViews> | undefined
  const now = () => ({ wall: time.clock.now(), mono: time.clock.elapsed() })
  const tell = (fact: Fact) => witness?.hear(fact, now())
  /** All that was due up to now has been done. */
  function passed() {
    oracle.passed(before, now())
    before = time.clock.elapsed()
  }

  const setTitle = (text: string) => {
    if (text === title) return
    title = text
    queueMicrotask(() => views?.titleChanged())
  }
  const app = createWalkedApp(setup.version, setup.tellsReplace, {
    readTitle: () => title,
    setTitle,
    setTitleLate(text) {
      passed()
      title = called = text
      tellTitle(text, 'present')
      views?.titleChanged()
    },
    schedule: time.schedule,
  })

  // A tracker that comes later hooks in later.
  const appFirst = setup.appFirst || setup.install !== 'before'
  /** What the document says, and what it says of the page that the app is on. */
  let says = UNTITLED
  let called = UNTITLED
  const tellTitle = (text: string, owner: 'present' | 'next') => {
    says = text
    tell({ is: 'retitled', title: text, owner })
  }
  const model = createRouterModel({
    sketch,
    inMemory: true,
    tellsReplace: setup.tellsReplace,
    appFirst,
    heard(event: RouterEvent) {
      switch (event.is) {
        case 'asked':
          return tell(event)
        case 'titledEarly':
          return tellTitle(event.title, 'next')
        case 'moved': {
          const { titled } = sketch(event.page.path)
          // The hook of the app that sets it is called before or after the tracker's.
          const hooked = titled === 'after' && appFirst
          const sets = titled === 'after' || titled === 'mounted'
          called = sets ? titleOf(event.page.path) : says
          if (hooked) tellTitle(called, 'next')
          tell(event)
          if (sets && !hooked) tellTitle(called, 'present')
          return
        }
        case 'superseded':
          return event.announced ? tell({ is: 'refused' }) : undefined
        case 'refused':
        case 'failed':
          if (appFirst) tellTitle(called, 'present')
          if (event.is === 'refused' && event.announced) tell({ is: 'refused' })
          if (!appFirst) tellTitle(called, 'present')
      }
    },
  })
  const check = (what: string) => {
    if ((model.current ?? '/') !== app.current || (model.url ?? '') !== app.url)
      throw new Error(
        `after ${what} the model of the router is wrong: ${model.current} at ${model.url}, but ${app.current} at ${app.url}`,
      )
  }
  let stopSource = () => {}

  return {
    time,
    tell,
    passed,
    model,
    app,
    views: () => views,
    async act(words: string, verdict: Verdict | undefined, action: () => void) {
      model.verdict = app.verdict = verdict
      action()
      await settled()
      model.verdict = app.verdict = undefined
      check(words)
    },
    /** The next task: what waits for that is done. */
    nextTask() {
      time.advance(0)
      passed()
    },
    install() {
      views = createPageViews(
        {
          clock: time.clock,
          schedule: time.schedule,
          newId: createIds(),
          redact: createRedactor(),
          readTitle: () => title,
          readScroll: () => ({ top: 0, viewport: 600, content: 3000 }),
          documentType: () => setup.type,
          referrer: () => ({}),
          session: createSession(time.clock, createIds('session'), createMemory().storage),
          emit(event) {
            events.push(event)
            sentAt.push(time.clock.elapsed())
          },
          keep: () => undefined,
        },
        {
          leave: setup.leave,
          titleWait: setup.titleWait,
          idleAfter: setup.idleAfter,
          pageKey: pageKeys[setup.pageKey].option,
        },
      )
      witness = oracle.document({ ...setup, title })
      views.visibility(true)
      tell({ is: 'shown' })
      views.attention({ focused: true })
      tell({ is: 'focused' })
      stopSource = vueRouterSource(app.router)(views)
    },
    stop() {
      stopSource()
      app.close()
    },
    outcome() {
      const views = oracle.expected.filter((one) => one.event === '$pageview')
      const untitled = views.filter(({ title }) => title === undefined)
      return { events: events.length, views: views.length, untitled: untitled.length }
    },
    check: () => compare(oracle.expected, events, 'https://app.example', sentAt),
  }
}
type RouterWalker = ReturnType<typeof createWalker>

/** One thing that happens. */
export interface RouterStep {
  words: string
  take(walker: RouterWalker): Promise<void> | void
}

const wait = (milliseconds: number): RouterStep => ({
  words: `wait ${milliseconds} ms`,
  take({ time, passed }) {
    time.advance(milliseconds)
    passed()
  },
})

const inWords = (verdict: Verdict | undefined) =>
  verdict
    ? `, and the guard at "${verdict.stage}" ${verdict.says === 'no' ? 'refuses' : verdict.says === 'slow' ? 'takes its time' : verdict.says === 'throws' ? 'throws' : 'sends it elsewhere'}`
    : ''

const ask = (to: string, how: 'push' | 'replace', verdict?: Verdict): RouterStep => {
  const words = `${how} ${to}${inWords(verdict)}`
  return {
    words,
    take: ({ act, model, app }) =>
      act(words, verdict, () => {
        model.ask(to, how)
        app.ask(to, how)
      }),
  }
}

const step = (delta: number, verdict?: Verdict): RouterStep => {
  const words = `go(${delta})${inWords(verdict)}`
  return {
    words,
    async take({ act, model, app }) {
      // Before the landing there is no history.
      if (model.current === undefined) return
      await act(words, verdict, () => {
        model.step(delta)
        app.router.go(delta)
      })
    },
  }
}

/** The app moves on as soon as it has arrived: no task comes between (rule V6). */
const chain = (tos: readonly string[]): RouterStep => ({
  words: `push ${tos.join(', then ')}, each as soon as the one before is there`,
  async take(walker) {
    for (const to of tos) await ask(to, 'push').take(walker)
  },
})

/** Several moves in one task: each takes the place of the one before. */
const race = (tos: readonly string[], verdict?: Verdict): RouterStep => {
  const words = `push ${tos.join(', ')} in one task${inWords(verdict)}`
  return {
    words,
    take: ({ act, model, app }) =>
      act(words, verdict, () => {
        tos.forEach((to, index) => {
          if (index < tos.length - 1) model.supersede(to)
          else model.ask(to, 'push')
          app.ask(to, 'push')
        })
      }),
  }
}

const release = (says?: Exclude<Answer, 'slow'>): RouterStep => {
  const words = `the slow guard ${says ? `says ${says}` : 'lets go'}`
  return {
    words,
    async take({ act, model, app }) {
      const { holds } = model
      if (holds === undefined) return
      const answer = holds ? says : undefined
      await act(words, undefined, () => {
        model.release(answer)
        app.release(answer)
      })
    },
  }
}

const simple = (
  words: string,
  is: 'shown' | 'hidden' | 'focused' | 'blurred' | 'input' | 'captured' | 'left' | 'resumed',
): RouterStep => ({
  words,
  take({ tell, views }) {
    const pageViews = views()
    if (!pageViews) return
    tell({ is })
    if (is === 'shown' || is === 'hidden') pageViews.visibility(is === 'shown')
    else if (is === 'left') pageViews.exit()
    else if (is === 'resumed') pageViews.resume()
    else if (is === 'captured') pageViews.touch()
    else pageViews.attention(is === 'input' ? { input: true } : { focused: is === 'focused' })
  },
})

const targets = fc.constantFrom(
  '/a',
  '/a',
  '/a?tab=1',
  '/a?tab=2&x=1',
  '/a#part',
  '/b',
  '/b',
  '/b?x=1',
  '/c',
  '/d',
  '/c?x=2',
  '/mounted',
  '/late',
  '/never',
  '/untitled',
  '/lazy',
  '/broken',
  '/old',
  '/older',
  '/off',
  '/renamed',
  '/team/x',
  '/team/y',
  '/team/x/members',
  '/no/such/page',
)
/** What may be superseded in the task in which it is asked for. */
const losers = fc.constantFrom('/a', '/b', '/c', '/mounted', '/lazy', '/off', '/team/x', '/team/x/members')
const how = fc.constantFrom('push' as const, 'push' as const, 'replace' as const)
const says = fc.constantFrom(
  'no' as const,
  'throws' as const,
  'elsewhere' as const,
  'slow' as const,
  'slow' as const,
)
const verdict = fc.option(
  fc.record({
    stage: fc.constantFrom('leave' as const, 'each' as const, 'enter' as const, 'resolve' as const),
    says,
  }),
  { nil: undefined, freq: 2 },
)
/** A race is won before the guards that ask to leave. */
const raceVerdict = fc.option(
  fc.record({ stage: fc.constantFrom('each' as const, 'enter' as const, 'resolve' as const), says }),
  { nil: undefined, freq: 2 },
)

const anything: fc.Arbitrary<RouterStep> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ to: targets, how, verdict }).map(({ to, how, verdict }) => ask(to, how, verdict)),
  },
  {
    weight: 5,
    arbitrary: fc
      .record({ delta: fc.constantFrom(-1, -1, -1, 1, 1, -2, 2, -3), verdict })
      .map(({ delta, verdict }) => step(delta, verdict)),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ losers: fc.array(losers, { minLength: 1, maxLength: 2 }), to: targets, verdict: raceVerdict })
      .map(({ losers, to, verdict }) => race([...losers, to], verdict)),
  },
  { weight: 2, arbitrary: fc.array(targets, { minLength: 2, maxLength: 4 }).map(chain) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(release(), release(), release('no'), release('throws'), release('elsewhere')),
  },
  {
    weight: 8,
    arbitrary: fc.constantFrom(0, 0, 1, 50, 119, 121, 300, 499, 501, 1000, 3000, 40_000, 1_900_000).map(wait),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      simple('hide', 'hidden'),
      simple('show', 'shown'),
      simple('focus', 'focused'),
      simple('blur', 'blurred'),
      simple('input', 'input'),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      simple('leave the document', 'left'),
      simple('back from the cache', 'resumed'),
      simple('back from the cache', 'resumed'),
    ),
  },
)

export const routerSetup: fc.Arbitrary<RouterSetup> = fc.record({
  version: fc.constantFrom('vue-router 4' as const, 'vue-router 5' as const),
  tellsReplace: fc.boolean(),
  appFirst: fc.boolean(),
  install: fc.constantFrom('before' as const, 'before' as const, 'during' as const, 'after' as const),
  landing: targets,
  type: fc.constantFrom('load' as const, 'reload' as const),
  leave: fc.constantFrom('each' as const, 'exit' as const),
  pageKey: fc.constantFrom(
    'path' as const,
    'path' as const,
    'query' as const,
    'tab' as const,
    'hash' as const,
    'function' as const,
  ),
  idleAfter: fc.constantFrom(30, 5),
  titleWait: fc.constantFrom(500, 500, 80),
  title: fc.constant(UNTITLED),
})

export const routerWalk = fc.array(anything, { minLength: 1, maxLength: 50, size: 'max' })

/** Takes a whole walk: landing, steps, end. */
export async function takeRouterWalk(setup: RouterSetup, walk: readonly RouterStep[]) {
  const walker = createWalker(setup)
  const { app, model } = walker
  const { install, landing } = setup
  try {
    if (setup.appFirst) app.hook()
    if (install === 'before') walker.install()
    if (!setup.appFirst) app.hook()
    await ask(landing, 'push', install === 'during' ? { stage: 'resolve', says: 'slow' } : undefined).take(
      walker,
    )
    if (install !== 'before') {
      walker.install()
      const { current } = model
      await Promise.resolve()
      await settled()
      if (current !== undefined) walker.tell(landedOn(current))
      await release().take(walker)
    }
    for (const step of walk) {
      walker.nextTask()
      await step.take(walker)
    }
    simple('leave', 'left').take(walker)
    await settled()
    walker.check()
    return walker.outcome()
  } finally {
    walker.stop()
  }
}

const landedOn = (fullPath: string): Fact => ({
  is: 'moved',
  page: pageAt(fullPath, sketch(pathOf(fullPath)).page),
  type: 'load',
})
