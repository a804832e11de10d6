import { createHash } from 'node:crypto'

/** Function, file and place of one line: `at load (/srv/app/dist/flow.js:12:7)`. */
const FRAME = /^\s*at (?:(.*?) \()?(?:.*[\\/])?([^\\/()]+:\d+:\d+)\)?$/

/**
 * Names the place an error comes from: 16 hex digits, the same in every install of one version, whatever folder it is in.
 * It says nothing of the message, and nothing of paths. Without a stack there is none.
 *
 * @example telemetry.send('exception', { code: errorCode(error), place: stackHash(error) })
 */
export function stackHash(error: unknown): string | undefined {
  try {
    if (!(error instanceof Error) || typeof error.stack !== 'string') return undefined
    // A message may have lines that look like a place.
    const head = error.stack.indexOf(error.message)
    const frames = error.stack.slice(head < 0 ? 0 : head + error.message.length).split('\n')
    const places = frames.flatMap((line) => {
      const [, name = '', place] = FRAME.exec(line) ?? []
      return place === undefined ? [] : [`${name} ${place}`]
    })
    if (!places.length) return undefined
    return createHash('sha256').update(places.join('\n')).digest('hex').slice(0, 16)
  } catch {
    // Whatever was thrown does not let itself be read.
    return undefined
  }
}
