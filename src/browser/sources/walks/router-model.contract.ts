import type { NavigationType } from '../../../core/index.js'
import type { Page } from '../../../core/walks/facts.contract.js'

/** Where in vue-router's order a guard speaks. */
export type Stage = 'leave' | 'each' | 'enter' | 'resolve'
/** What it says: refuse, throw, go to `/b` instead, or not decide before it is told to. */
export type Answer = 'no' | 'throws' | 'elsewhere' | 'slow'

/** What the app does with the next attempt that gets so far. */
export interface Verdict {
  stage: Stage
  says: Answer
}

/** Where a guard sends the user instead. */
export const ELSEWHERE = '/b'

/** What the model knows of a route. */
export interface RouteSketch {
  /** Two paths of one record are one component: nothing is left, nothing entered. */
  record: string
  /** Its title is set in a guard, before it is known whether the move succeeds. */
  earlyTitle?: string
  /** A record that only points elsewhere. */
  redirect?: string
  /** What its own guard says to who comes, and to who goes. */
  enter?: Answer
  leave?: () => Answer | undefined
  /** Its code does not load. */
  broken?: boolean
  page: Omit<Page, 'path' | 'query' | 'hash'>
}

/** What the app lives through. */
export type RouterEvent =
  /** The tracker's hook before each move is called. */
  | { is: 'asked'; redirected: boolean }
  /** A guard of the app set the title of the page to come. */
  | { is: 'titledEarly'; title: string }
  | { is: 'moved'; page: Page; type: NavigationType | undefined }
  /** It ended where it began. `announced`: the tracker had heard of it, and of no other since. */
  | { is: 'refused' | 'superseded'; announced: boolean }
  /** A guard threw, or code did not load. vue-router tells its error handlers, and nobody else. */
  | { is: 'failed' }

type How = 'push' | 'replace' | 'step'

interface Attempt {
  to: string
  how: How
  /** Of a step in the history. */
  delta: number
  redirected: boolean
  /** What was asked for first. The same for an attempt and for what it is redirected to. */
  root: { to: string; doubtful?: boolean }
}

/** One place in a history. */
export interface HistoryEntry {
  to: string
  /** Whose it is, where several documents share the history. */
  owner: unknown
}

/** A history, and where in it the user is. */
export interface HistoryStack {
  entries: HistoryEntry[]
  position: number
}

export const createStack = (): HistoryStack => ({ entries: [{ to: '', owner: undefined }], position: 0 })

export interface RouterModelOptions {
  sketch(path: string): RouteSketch
  /** vue-router's history in memory: there `replace` forgets what is ahead. */
  inMemory: boolean
  /** That history does not tell `replace` from `push` by itself. */
  tellsReplace: boolean
  /** The app's own guards come before the tracker's hook. */
  appFirst: boolean
  heard(event: RouterEvent): void
  /** Default: one of its own. */
  stack?: HistoryStack
  /** Whose its entries in the history are. */
  owner?: unknown
}

const stages = ['leave', 'each', 'enter', 'load', 'resolve'] as const
export const pathOf = (fullPath: string) => fullPath.replace(/[?#].*/, '')

/** A page of a full path, without what its route says. */
export function pageAt(fullPath: string, rest: RouteSketch['page']): Page {
  const { pathname, search, hash } = new URL(fullPath, 'http://any')
  return { path: pathname, query: search.slice(1), hash: hash.slice(1), ...rest }
}

/** What vue-router does with the app's moves: its history, its guards in their order, what supersedes what. */
export function createRouterModel({
  sketch,
  inMemory,
  tellsReplace,
  appFirst,
  heard,
  stack = createStack(),
  owner,
}: RouterModelOptions) {
  let current: string | undefined
  let latest: Attempt | undefined
  /** The last attempt that the tracker heard of. */
  let announced: Attempt['root'] | undefined
  /** The last step in the history, as long as no hook before a move heard of anything since. */
  let unheardStep: Attempt['root'] | undefined
  let verdict: Verdict | undefined
  /** Attempts that a guard holds, with its stage. */
  const held: { attempt: Attempt; after: number }[] = []

  const recordOf = (to: string) => sketch(pathOf(to)).record
  const changesRecord = (to: string) => current === undefined || recordOf(current) !== recordOf(to)
  const clamp = (wanted: number) => Math.max(0, Math.min(wanted, stack.entries.length - 1))

  function start(attempt: Attempt, force = false) {
    latest = attempt
    for (let target; (target = sketch(pathOf(attempt.to)).redirect);) {
      // The query and the hash stay.
      attempt.to = attempt.to.replace(pathOf(attempt.to), target)
      attempt.redirected = true
    }
    // The same place again is duplicated: no guard is asked.
    if (attempt.how !== 'step' && !force && attempt.to === current)
      return attempt.redirected ? refuse(attempt) : undefined
    run(attempt, 0)
  }

  const refuse = (attempt: Attempt) =>
    heard({ is: attempt === latest ? 'refused' : 'superseded', announced: announced === attempt.root })

  function announce({ root, redirected }: Attempt) {
    announced = root
    // A step that a guard holds, and the same page asked for: which of the two is it?
    if (root.to === unheardStep?.to) {
      if (root !== unheardStep) root.doubtful = unheardStep.doubtful = true
      unheardStep = undefined
    }
    heard({ is: 'asked', redirected })
  }

  /** What the guards of a stage say to an attempt. */
  function ask(stage: (typeof stages)[number], { to }: Attempt): Answer | undefined {
    const { enter, broken } = sketch(pathOf(to))
    if (stage === 'leave' && current !== undefined) {
      const says = sketch(pathOf(current)).leave?.()
      if (says) return says
    }
    if (verdict?.stage === stage) {
      const { says } = verdict
      verdict = undefined
      return says
    }
    if (stage === 'load' && broken) return 'throws'
    return stage === 'enter' ? enter : undefined
  }

  function run(attempt: Attempt, from: number) {
    for (let index = from; index < stages.length; index++) {
      const stage = stages[index] ?? 'leave'
      // Guards of a page are asked when it is left or entered; the others are asked always.
      const asks = stage === 'each' || stage === 'resolve' || changesRecord(attempt.to)
      if (!asks || (stage === 'leave' && current === undefined)) continue
      if (stage === 'each') {
        if (!appFirst) announce(attempt)
        const { earlyTitle } = sketch(pathOf(attempt.to))
        if (earlyTitle) heard({ is: 'titledEarly', title: earlyTitle })
      }
      const says = ask(stage, attempt)
      if (says === 'slow') return void held.push({ attempt, after: index })
      if (says) return end(attempt, says)
      passed(attempt, index)
    }
    confirm(attempt)
  }
  /** The app's guards of a stage let it pass. */
  function passed(attempt: Attempt, index: number) {
    if (stages[index] === 'each' && appFirst) announce(attempt)
  }

  function end(attempt: Attempt, says: Exclude<Answer, 'slow'>) {
    if (says === 'elsewhere') {
      start({ ...attempt, to: ELSEWHERE, redirected: true }, attempt.how === 'step')
      return
    }
    if (attempt.how === 'step') {
      stack.position = clamp(stack.position - attempt.delta)
      unheardStep = undefined
    }
    if (says === 'no') refuse(attempt)
    else heard({ is: 'failed' })
  }

  function confirm({ to, how, redirected, root }: Attempt) {
    const landing = current === undefined
    // A step that a guard sends elsewhere is a new entry behind the one stepped to.
    const replaced = how === 'replace' || landing
    if (how !== 'step' || redirected) {
      if (!replaced) stack.position += 1
      const { entries, position } = stack
      const forward = replaced && !inMemory ? entries.slice(position + 1) : []
      stack.entries = [...entries.slice(0, position), { to, owner }, ...forward]
    }
    current = to
    const type = how === 'step' ? 'traverse' : replaced && tellsReplace ? 'replace' : 'push'
    const unknown = root.doubtful && (redirected || how === 'step')
    heard({ is: 'moved', page: pageAt(to, sketch(pathOf(to)).page), type: unknown ? undefined : type })
  }

  return {
    /** The app asks for a page. */
    ask: (to: string, how: 'push' | 'replace') =>
      start({ to, how, delta: 0, redirected: false, root: { to } }),
    /** The app asks for a page, and for another one in the same task. No guard is asked; what is held goes nowhere. */
    supersede(to: string) {
      latest = { to, how: 'push', delta: 0, redirected: false, root: { to } }
    },
    /** A step in the history. */
    step(delta: number) {
      stack.position = clamp(stack.position + delta)
      const to = stack.entries[stack.position]?.to ?? ''
      unheardStep = { to }
      start({ to, how: 'step', delta, redirected: false, root: unheardStep })
    },
    /** The guard that has held an attempt longest decides. Whoever was superseded meanwhile goes nowhere. */
    release(says?: Exclude<Answer, 'slow'>) {
      const { attempt, after } = held.shift() ?? {}
      if (!attempt || after === undefined) return
      if (says && attempt === latest) return end(attempt, says)
      // Whoever was superseded is asked by the other guards of the stage, and no further.
      passed(attempt, after)
      if (attempt === latest) run(attempt, after + 1)
      else refuse(attempt)
    },
    /** Whoever is held is never let go, but for the last one. */
    forgetOlder: () => void held.splice(0, held.length - 1),
    /** Whether the attempt that is held longest can still succeed; undefined when none is. */
    get holds() {
      return held[0] && held[0].attempt === latest
    },
    /** What the next attempt that gets so far will hear. */
    set verdict(value: Verdict | undefined) {
      verdict = value
    },
    get current() {
      return current
    },
    /** What the address bar says. */
    get url() {
      return stack.entries[stack.position]?.to
    },
  }
}

export type RouterModel = ReturnType<typeof createRouterModel>
