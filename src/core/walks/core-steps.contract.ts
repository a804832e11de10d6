import fc from 'fast-check'
import type { NavigationType } from '../index.js'
import { urlOf } from './core-world.contract.js'
import type { CoreWorld } from './core-world.contract.js'
import type { Fact, Page } from './facts.contract.js'

/** One thing that happens. Its words are what a failure shows. */
export interface Step {
  words: string
  take(world: CoreWorld): void
}

export const wait = (milliseconds: number): Step => ({
  words: `wait ${milliseconds} ms`,
  take({ deliver, pass }) {
    deliver()
    pass(milliseconds)
  },
})

const retitle = (title: string, told: boolean): Step => ({
  words: `title "${title}"${told ? '' : ', nobody is told yet'}`,
  take({ setTitle, deliver }) {
    setTitle(title)
    if (told) deliver()
  },
})

const move = (page: Page, type: NavigationType, landing = false, restored = 0): Step => ({
  words: `${type} ${urlOf(page)}${landing ? ', landing' : ''}${restored ? `, restored to ${restored}` : ''}`,
  take({ tab, tell, deliver, move }) {
    if (restored && type === 'traverse') {
      tab.shown.top = restored
      tell({ is: 'scrolled', top: restored, silently: true })
    }
    move(page, type, landing)
    deliver()
  },
})

/** A step that tells one fact and does one thing. Some are only possible while the document runs. */
const simple = (words: string, fact: Fact, take: (world: CoreWorld) => void, anytime = true): Step => ({
  words,
  take(world) {
    if (!anytime && !world.tab.witness.alive) return
    world.tell(fact)
    take(world)
    world.deliver()
  },
})

export const steps = {
  begin: simple('begin', { is: 'asked', redirected: false }, ({ tab }) => tab.views.begin()),
  redirect: simple('redirect', { is: 'asked', redirected: true }, ({ tab }) => tab.views.begin(true)),
  refuse: simple('refuse', { is: 'refused' }, ({ tab }) => tab.views.rejected()),
  show: simple('show', { is: 'shown' }, ({ tab }) => {
    tab.shown.visible = true
    tab.views.visibility(true)
  }),
  hide: simple('hide', { is: 'hidden' }, ({ tab }) => {
    tab.shown.visible = false
    tab.views.visibility(false)
  }),
  focus: simple('focus', { is: 'focused' }, ({ tab }) => tab.views.attention({ focused: true })),
  blur: simple('blur', { is: 'blurred' }, ({ tab }) => tab.views.attention({ focused: false })),
  input: simple('input', { is: 'input' }, ({ tab }) => tab.views.attention({ input: true })),
  capture: simple('capture', { is: 'captured' }, ({ tab }) => tab.views.touch()),
  leave: simple('leave the document', { is: 'left' }, ({ tab }) => tab.views.exit()),
  resume: simple('back from the cache', { is: 'resumed' }, ({ tab }) => tab.views.resume()),
  stop: simple('stop', { is: 'stopped' }, ({ tab }) => tab.views.stop()),
  takeOver: simple('another source takes over', { is: 'takenOver' }, ({ tab }) => tab.views.restart(), false),
} as const

const kill: Step = { words: 'the document dies', take: ({ kill }) => kill() }

const open = (type: NavigationType, visible: boolean, index?: number): Step => ({
  words: `a new document, by ${type}${visible ? '' : ', hidden'}${index === undefined ? '' : ', in another tab'}`,
  take(world) {
    world.open(type, index)
    if (visible) steps.show.take(world)
    steps.focus.take(world)
  },
})

const scroll = (top: number): Step =>
  simple(`scroll to ${top}`, { is: 'scrolled', top }, ({ tab }) => {
    tab.shown.top = top
    tab.views.scrolled()
  })

const sleep = (runs: boolean): Step => ({
  words: `sleep an hour, while the monotonic clock ${runs ? 'runs' : 'stands'}`,
  take({ deliver, sleep }) {
    deliver()
    sleep(3_600_000, runs)
  },
})

const setClock = (milliseconds: number): Step => ({
  words: `the system clock is set by ${milliseconds / 1000} s`,
  take: ({ time }) => time.setClock(milliseconds),
})

/** The user turns to the other tab; there may not be one yet. Tabs do nothing in the same instant. */
const turn: Step = {
  words: 'turn to the other tab',
  take(world) {
    wait(1).take(world)
    const other = world.tabs[world.tabs.indexOf(world.tab) === 0 ? 1 : 0]
    steps.blur.take(world)
    steps.hide.take(world)
    if (!other) return open('load', true, 1).take(world)
    world.turnTo(other)
    steps.show.take(world)
    steps.focus.take(world)
  },
}

/** Something happens in the tab that is not looked at. */
const behind = (page: Page): Step => ({
  words: `in the other tab: push ${urlOf(page)}`,
  take(world) {
    const { tab } = world
    const other = world.tabs.find((one) => one !== tab)
    if (!other) return
    wait(1).take(world)
    world.turnTo(other)
    move(page, 'push').take(world)
    world.turnTo(tab)
    wait(1).take(world)
  },
})

/** Pages of the walk. Two of them are no views: one says so itself, one is refused by the option. */
const page = fc.constantFrom<Page>(
  { path: '/a' },
  { path: '/a' },
  { path: '/a', query: 'tab=1' },
  { path: '/a', query: 'x=1&tab=1' },
  { path: '/a', hash: 'part' },
  { path: '/ab' },
  { path: '/b', name: 'page b' },
  { path: '/b', name: 'page b' },
  { path: '/b', query: 'tab=2' },
  { path: '/c', name: 'checkout' },
  { path: '/silent', ignored: true },
  { path: '/ignored', ignored: true },
)
const title = fc.constantFrom('One', 'Two', 'Three')
const type = fc.constantFrom('push' as const, 'push' as const, 'replace' as const, 'traverse' as const)
const pause = fc.constantFrom(
  0,
  0,
  0,
  1,
  79,
  80,
  100,
  499,
  500,
  501,
  7000,
  29_999,
  40_000,
  570_000,
  1_900_000,
)

/** What a router does from end to end, with an app that sets its titles in one way or another. */
const journey = fc
  .record({
    page,
    type,
    title: fc.option(title, { nil: undefined }),
    when: fc.constantFrom('early', 'air', 'sync', 'late'),
    announced: fc.boolean(),
    slow: fc.boolean(),
    pause,
  })
  .map(({ page, type, title, when, announced, slow, pause }) => {
    const named = title ? [retitle(title, when !== 'sync')] : []
    return [
      ...(when === 'air' ? named : []),
      ...(announced ? [steps.begin] : []),
      ...(slow ? [wait(100)] : []),
      ...(when === 'early' ? named : []),
      move(page, type),
      ...(when === 'sync' ? named : []),
      ...(when === 'late' ? [wait(100), ...named] : []),
      wait(pause),
    ]
  })

/** The document goes, and most of the time it comes back, or another one comes. */
const departure = fc
  .record({
    pause,
    hidden: fc.boolean(),
    then: fc.constantFrom('back', 'back', 'back', 'load', 'reload', 'nothing'),
  })
  .map(({ pause, hidden, then }) => {
    const gone = [steps.leave, ...(hidden ? [steps.hide] : [])]
    if (then === 'nothing') return gone
    gone.push(wait(pause))
    if (then === 'back') return [...gone, steps.resume, ...(hidden ? [steps.show] : [])]
    return [...gone, open(then === 'load' ? 'load' : 'reload', true)]
  })

const one = <Value>(weight: number, value: fc.Arbitrary<Value>, step: (value: Value) => Step) => ({
  weight,
  arbitrary: value.map((it) => [step(it)]),
})
const constant = (weight: number, ...chunk: Step[]) => ({ weight, arbitrary: fc.constant(chunk) })

/** Steps that belong together, or one. */
export const pageSteps: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 20, arbitrary: journey },
  one(
    14,
    fc.record({ page, type, landing: fc.boolean(), top: fc.constantFrom(0, 0, 700) }),
    ({ page, type, landing, top }) => move(page, type, landing, top),
  ),
  one(20, pause, wait),
  one(8, fc.record({ title, told: fc.boolean() }), ({ title, told }) => retitle(title, told)),
  one(12, fc.constantFrom('begin', 'begin', 'redirect', 'refuse'), (name) => steps[name]),
  one(12, fc.constantFrom('show', 'hide', 'focus', 'blur', 'input', 'capture'), (name) => steps[name]),
  one(4, fc.nat(2400), scroll),
  { weight: 8, arbitrary: departure },
  constant(1, steps.resume),
  constant(2, steps.takeOver),
  one(2, fc.constantFrom('load' as const, 'reload' as const), (type) => ({
    words: 'the document dies, and another one comes',
    take(world) {
      kill.take(world)
      open(type, true).take(world)
    },
  })),
  constant(4, turn),
  one(3, page, behind),
  one(2, fc.boolean(), sleep),
  one(1, fc.constantFrom(-20_000, 7_200_000), setClock),
)
