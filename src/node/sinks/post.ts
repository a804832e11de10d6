import type { Outcome } from './sink.js'

/** Milliseconds that a `Retry-After` asks for: seconds, or a date. */
export function retryAfter(value: string | null, now: number): number | undefined {
  if (!value?.trim()) return undefined
  const wish = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isFinite(wish) && wish > 0 ? wish : undefined
}

/** What an answer means. Another try only helps where the server, not the request, is at fault. */
export function outcomeOf({ status, headers }: Response, now: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const reason = `HTTP ${status}`
  if (status === 413) return { kind: 'too-large', reason }
  if (status !== 408 && status !== 429 && status < 500) return { kind: 'refused', reason }
  const after = retryAfter(headers.get('retry-after'), now)
  return { kind: 'retry', reason, ...(after === undefined ? {} : { after }) }
}

/** Why there was no answer: `ECONNREFUSED`, `TimeoutError`. A code, for messages may quote anything. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code: unknown = Reflect.get(error, 'code')
  if (typeof code === 'string') return code
  return error.cause instanceof Error ? reasonOf(error.cause) : error.name
}

export interface PostOptions {
  readonly fetch: typeof fetch
  readonly url: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly now: () => number
}

/** Posts JSON. It does not throw: no answer is an outcome too. */
export async function post({ fetch, url, body, headers, signal, now }: PostOptions): Promise<Outcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
      // What is configured is where it goes, nowhere else.
      redirect: 'manual',
      signal,
    })
    // Nobody reads it, and it would hold the connection.
    await response.body?.cancel()
    return outcomeOf(response, now())
  } catch (error) {
    return { kind: 'retry', reason: reasonOf(error) }
  }
}
