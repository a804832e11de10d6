import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Archive, Reader } from '../archive/types.js'
import { queryNumber, queryValue } from '../query.js'
import { refuseForeignHosts } from '../read-routes.js'
import { delivery } from './delivery.js'
import { filters } from './filters.js'
import { flows } from './flows.js'
import { installs } from './installs.js'
import { overview } from './overview.js'
import { readFilter, readLimit, readTime } from './read-filter.js'
import { routes } from './routes.js'
import { series } from './series.js'
import { sessions } from './sessions.js'
import { walk } from './walk.js'
import type { PanelFilter } from './types.js'

/** The questions that the dashboard asks: docs/collector-api.md. */
export function registerPanels(app: FastifyInstance, archive: Archive, now: () => number = Date.now): void {
  const panel = (
    path: string,
    answer: (reader: Reader, filter: PanelFilter, request: FastifyRequest) => Promise<unknown>,
  ) =>
    app.get(path, { onRequest: refuseForeignHosts }, async (request, reply) => {
      void reply.header('cache-control', 'no-store')
      const filter = readFilter(request, now())
      await archive.refresh()
      return archive.read((reader) => answer(reader, filter, request))
    })

  panel('/api/overview', overview)
  panel('/api/series', (from, filter, request) => series(from, filter, readStep(request)))
  panel('/api/routes', (from, filter, request) => routes(from, filter, readLimit(request, 50, 1_000)))
  panel('/api/flows', (from, filter, request) => flows(from, filter, readLimit(request, 40, 1_000)))
  panel('/api/sessions', (from, filter, request) =>
    sessions(from, filter, readLimit(request, 50, 1_000), readTime(request, 'before')),
  )
  panel('/api/sessions/:id', (from, filter, request) => walk(from, sessionId(request), filter.token))
  panel('/api/delivery', delivery)
  panel('/api/installs', installs)
  panel('/api/filters', filters)
}

const readStep = (request: FastifyRequest) =>
  queryValue(request, 'step') === 'auto' ? undefined : queryNumber(request, 'step')

function sessionId({ params }: FastifyRequest): string {
  return typeof params === 'object' && params !== null && 'id' in params ? String(params.id) : ''
}
