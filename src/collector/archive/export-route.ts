import type { FastifyInstance } from 'fastify'
import { Refusal } from '../errors.js'
import { excerpt } from '../json.js'
import { queryValue } from '../query.js'
import { refuseForeignHosts } from '../read-routes.js'
import { EXPORT_FORMATS } from './export.js'
import type { ExportFormat } from './export.js'
import type { OpenArchive } from './open-archive.js'
import { refuseForeignPages } from './query-route.js'

const TYPES: Readonly<Record<ExportFormat, string>> = {
  parquet: 'application/vnd.apache.parquet',
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
}

/** `GET /api/export`: all events, or some of them, as a file. It is made on disk and read from there, whatever its size. */
export function registerExport(app: FastifyInstance, archive: Pick<OpenArchive, 'exportStream'>): void {
  const onRequest = [refuseForeignHosts, refuseForeignPages]
  app.get('/api/export', { onRequest }, async (request, reply) => {
    const format = readFormat(queryValue(request, 'format') ?? 'jsonl')
    const stream = await archive.exportStream({
      format,
      from: queryValue(request, 'from'),
      to: queryValue(request, 'to'),
      token: queryValue(request, 'token'),
    })
    return reply
      .type(TYPES[format])
      .headers({
        'cache-control': 'no-store',
        'content-disposition': `attachment; filename="events.${format}"`,
      })
      .send(stream)
  })
}

function readFormat(text: string): ExportFormat {
  const format = EXPORT_FORMATS.find((one) => one === text)
  if (format !== undefined) return format
  const message = `?format is ${excerpt(text)}: it must be one of ${EXPORT_FORMATS.join(', ')}.`
  throw new Refusal(400, 'invalid_query', message, 'format')
}
