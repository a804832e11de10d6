import { createHash, timingSafeEqual } from 'node:crypto'
import type { Schedule } from '../../core/index.js'
import { gather } from '../heartbeat/metrics.js'
import type { MetricModule } from '../heartbeat/metrics.js'
import type { Answer } from '../page/frontend.js'
import { complete } from '../surroundings.js'
import { METRICS_TYPE, metricsText } from './metrics-text.js'

/** Whoever guesses has to guess something. */
const SHORTEST_TOKEN = 16

export interface LocalStatsOptions {
  /** What is counted: the modules of the heartbeat, or others. They are asked for each answer. */
  readonly modules: readonly MetricModule[]
  /** Secret of whoever may read, 16 characters or more: `Authorization: Bearer …`. Without one nobody may. */
  readonly token: string | undefined
  /** What the name of each metric begins with. Default: `product`. */
  readonly prefix?: string
  /** Milliseconds that each module may take. Default: 10 seconds. */
  readonly timeout?: number
  /** Default: real timers. */
  readonly schedule?: Schedule
}

/** The headers that matter; any server's request has them. */
export interface StatsHeaders {
  readonly authorization?: string | undefined
  readonly accept?: string | undefined
}

const answer = (
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): Answer => ({
  status,
  headers: { 'content-type': type, 'cache-control': 'no-store', ...headers },
  body,
})
const json = (status: number, value: unknown, headers?: Record<string, string>) =>
  answer(status, 'application/json; charset=utf-8', JSON.stringify(value), headers)

const digest = (text: string) => createHash('sha256').update(text).digest()

/**
 * The numbers of the heartbeat for whoever runs the install: as JSON, or for Prometheus as OpenMetrics, by the request's
 * `Accept`. They stay in the house, so the switch has no say in them.
 *
 * @throws {RangeError} a token of fewer than 16 characters
 * @example
 * const stats = createLocalStats({ modules, token: process.env.STATS_TOKEN, prefix: 'rill' })
 * app.get('/api/stats', async (request, response) => {
 *   const { status, headers, body } = await stats.answer(request.headers)
 *   response.status(status).set(headers).send(body)
 * })
 */
export function createLocalStats(options: LocalStatsOptions) {
  const { modules, token, prefix = 'product', timeout = 10_000 } = options
  const { schedule } = complete(options)
  if (token !== undefined && token.length < SHORTEST_TOKEN)
    throw new RangeError(
      `createLocalStats: token has fewer than ${SHORTEST_TOKEN} characters. Give a longer one.`,
    )

  const wanted = token === undefined ? undefined : digest(`Bearer ${token}`)
  const mayRead = ({ authorization = '' }: StatsHeaders) =>
    wanted !== undefined && timingSafeEqual(digest(authorization), wanted)

  return {
    async answer(headers: StatsHeaders): Promise<Answer> {
      if (!mayRead(headers))
        return json(
          401,
          { message: 'Send the token: Authorization: Bearer …' },
          { 'www-authenticate': 'Bearer' },
        )
      const { payload, failed } = await gather(modules, timeout, schedule)
      const { accept = '' } = headers
      return /openmetrics-text|text\/plain/.test(accept)
        ? answer(200, METRICS_TYPE, await metricsText(payload, failed, prefix))
        : json(200, { ...payload, failedModules: failed })
    },
  }
}
export type LocalStats = ReturnType<typeof createLocalStats>
