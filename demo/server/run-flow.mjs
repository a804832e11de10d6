import { setTimeout as pause } from 'node:timers/promises'

/** An error as products have them: a code, and a message that no one wants to see leave. */
class ConnectionRefused extends Error {
  code = 'ECONNREFUSED'

  constructor() {
    super('connect ECONNREFUSED 10.0.0.7:11434 for ada@rill.example')
  }
}

/**
 * Runs the components of a flow one after another, each for a while.
 *
 * @param {object} options
 * @param {(component: () => Promise<void>, id: string) => Promise<void>} options.measured Runs one, and tells how it went.
 * @param {number} options.pace Milliseconds that one takes at least.
 * @param {boolean} options.fails The last but one does not find its model.
 */
export async function runFlow(flow, { measured, pace, fails }) {
  for (const [index, { id }] of flow.nodes.entries()) {
    const breaks = fails && index === flow.nodes.length - 2
    await measured(async () => {
      await pause(pace * (1 + (index % 3) / 2))
      if (breaks) throw new ConnectionRefused()
    }, id)
  }
}
