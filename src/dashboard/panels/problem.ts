/** Why a panel has no answer, and what to do about it. */
export interface Problem {
  /** For programs: the collector's code, or `unreachable`. */
  readonly code: string
  readonly title: string
  readonly message: string
  /** Whether trying again may help. */
  readonly mayRetry: boolean
  /** What to type, where that is the way out. */
  readonly command?: string
  /** Where logging in is the way out. */
  readonly mustLogIn?: true
}

export const UNREACHABLE: Problem = {
  code: 'unreachable',
  title: 'The collector does not answer',
  message: 'Is it still running? This page asks again by itself.',
  mayRetry: true,
}

interface Refused {
  readonly code: string
  readonly message: string
}

/** Reads what a request was refused with, whoever wrote the answer: a proxy may stand between. */
export function problemOf(status: number, body: unknown): Problem {
  const { code, message } = refusedOf(body) ?? { code: `http_${status}`, message: `It answered ${status}.` }
  if (code === 'archive_unavailable') {
    return {
      code,
      title: 'No archive to ask',
      message:
        'Numbers over time are kept in a small database. Install it beside waypost and start the collector again; ' +
        'with --data what arrives outlives the collector, too.',
      command: 'npm install @duckdb/node-api\nnpx waypost collect --data ./waypost-data',
      mayRetry: false,
    }
  }
  if (status === 401)
    return {
      code,
      title: 'You are not logged in',
      message: 'Your session is over, or was ended in another tab.',
      mayRetry: false,
      mustLogIn: true,
    }
  if (code === 'query_timeout') return { code, title: 'That took too long', message, mayRetry: true }
  if (status === 429) return { code, title: 'Too many questions at once', message, mayRetry: true }
  if (status === 404) return { code, title: 'Not found', message, mayRetry: false }
  if (status >= 500) return { code, title: 'The collector failed to answer', message, mayRetry: true }
  return { code, title: 'The collector refuses this question', message, mayRetry: false }
}

function refusedOf(body: unknown): Refused | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined
  const { error } = body
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error))
    return undefined
  return { code: String(error.code), message: String(error.message) }
}
