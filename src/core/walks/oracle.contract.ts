import { createDocumentOracle } from './document-oracle.contract.js'
import type { DocumentOracle, DocumentSetup } from './document-oracle.contract.js'
import type { Expected, Moment } from './facts.contract.js'
import { createSessions } from './sessions.contract.js'

/** Says what has to arrive from one user, from what happened in all of their documents and from the rules alone. */
export function createOracle() {
  /** In the order in which it is sent. */
  const expected: Expected[] = []
  const sessions = createSessions()
  const documents: DocumentOracle[] = []
  return {
    expected: expected as readonly Expected[],
    sessions,
    /** A new document. Nobody has seen it yet. */
    document(setup: DocumentSetup): DocumentOracle {
      const added = createDocumentOracle(setup, sessions, (event) => void expected.push(event))
      documents.push(added)
      return added
    },
    /**
     * Time went by, and every task that was due was run.
     *
     * @param from when it began, by the clock that never goes back
     * @param asleep no task was run meanwhile, but that clock went on
     */
    passed(from: number, now: Moment, asleep = false) {
      const at = asleep ? now.mono : from
      const order = (one: DocumentOracle) => one.due(from, now.mono) ?? Infinity
      // Numbers are given in the order in which views are sent.
      for (const one of documents.filter((one) => one.lives).sort((a, b) => order(a) - order(b)))
        one.passed(from, at, now)
    },
  }
}

export type Oracle = ReturnType<typeof createOracle>
