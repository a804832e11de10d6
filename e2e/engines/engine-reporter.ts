import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

const seconds = (milliseconds: number) => `${Math.round(milliseconds / 1000)} s`

/** Says at the end, for each engine, how much ran, how long that took, and what did not run and why. */
export default class EngineReporter implements Reporter {
  readonly #engines = new Map<string, { ran: number; time: number; skipped: Map<string, number> }>()

  onTestEnd(test: TestCase, { status, duration }: TestResult) {
    const name = test.parent.project()?.name ?? ''
    const engine = this.#engines.get(name) ?? { ran: 0, time: 0, skipped: new Map<string, number>() }
    this.#engines.set(name, engine)
    engine.time += duration
    if (status !== 'skipped') {
      engine.ran++
      return
    }
    const reasons = test.annotations.filter(({ type }) => type === 'skip' || type === 'fixme')
    const reason = reasons.map(({ description }) => description).find(Boolean) ?? 'no reason given'
    engine.skipped.set(reason, (engine.skipped.get(reason) ?? 0) + 1)
  }

  onEnd() {
    const lines = [...this.#engines].flatMap(([name, { ran, time, skipped }]) => [
      `  ${name}: ${ran} tests in ${seconds(time)} of one worker`,
      ...[...skipped].map(([reason, count]) => `    not run: ${count}. ${reason}`),
    ])
    process.stdout.write(`\n${lines.join('\n')}\n`)
  }
}
