import { quiet } from '../quiet.ts'
import type { Said } from './client.ts'
import type { DrivenPage } from './engine.ts'
import { field } from './json.ts'
import { becomes, mustBecome } from './poll.ts'
import type { CellRun, Pace } from './run-cell.ts'

/** Milliseconds, in the page: longer than any client of the table is known to hold a view back. */
const PAUSE = '1000'
/** Milliseconds in which nothing comes before it is believed that nothing more will come. */
const QUIET = '300'

/** Time passes in the page, where the client has to get its share of it, however busy the machine is. */
const pass = (page: DrivenPage, milliseconds: string) =>
  page.evaluate((time) => new Promise<void>((resolve) => setTimeout(resolve, Number(time))), milliseconds)

/** For any client: nobody can know what it is still up to, so it gets time. */
export const patient: Pace = {
  complete: true,
  pause: () => async (page) => {
    await pass(page, PAUSE)
    await quiet(page)
  },
  async settled({ messages }, page) {
    let count = -1
    while (count !== messages().length) {
      count = messages().length
      await pass(page, QUIET)
      await quiet(page)
      await pass(page, QUIET)
    }
  },
}

/** For waypost, which can be asked: what it captures last is the last to arrive. Nothing is left to time. */
export const asking: Pace = {
  complete: false,
  pause: (cell) => async (page) => {
    const mark = await page.evaluate(async () => {
      // A view that waits for its title is on its way too.
      while (window.waypost.view?.number === 0) await new Promise((resolve) => setTimeout(resolve, 20))
      const name = `mark_${Math.random()}`
      window.waypost.capture(name)
      void window.waypost.flush()
      return name
    })
    await mustBecome(mark, () => cell.messages().some(({ body }) => body.includes(mark)))
  },
  // One that never gets there is judged as it is.
  settled: async (cell, _page, { exits = 1 }) => void (await becomes(() => isWhole(cell, exits))),
}

/** All documents said that they were left, and each view has its leave: nothing more can come. */
function isWhole({ said, messages }: CellRun, exits: number): boolean {
  const count = (kind: Said['kind']) => said().filter((one) => one.kind === kind).length
  const left = messages().filter(({ data }) => field(data, 'properties', 'leave_reason') === 'pagehide')
  return left.length === exits && count('view') === count('leave')
}
