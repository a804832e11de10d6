import { fileURLToPath } from 'node:url'
import { createServer } from '../collector/server.js'
import { refusalBody, Refusal } from '../collector/errors.js'
import { createEventStreams } from '../collector/event-stream.js'
import { createIngestRules } from '../collector/gate/ingest-rules.js'
import { resolveGate } from '../collector/gate/options.js'
import { registerIngestion } from '../collector/ingest-routes.js'
import { registerPage } from '../collector/page-routes.js'
import { registerReading } from '../collector/read-routes.js'
import { createStore } from '../collector/store.js'
import { createTake } from '../collector/take.js'
import { FORWARDING } from './fake-forwarding.contract.js'
import type { FakeForwarding } from './fake-forwarding.contract.js'
import { createFakePanels } from './fake-panels.contract.js'
import { fakeViews } from './fake-events.contract.js'

/** How much has arrived at a collector that was made up. */
export const SIZES = [0, 10, 100_000] as const
export type Size = (typeof SIZES)[number]

export interface FakeOptions {
  readonly size: Size
  /** 0 takes any free one. */
  readonly port?: number
  /** It has no archive: panels are refused. */
  readonly withoutArchive?: boolean
  /** It passes events on, and is doing so. `undefined`: it does not. */
  readonly forwarding?: FakeForwarding
}

export interface Fake {
  readonly url: string
  /** Events that were sent to it. */
  received(): readonly { readonly token: string; readonly event: string; readonly properties: object }[]
  close(): Promise<void>
}

const PANELS = [
  'overview',
  'series',
  'routes',
  'flows',
  'sessions',
  'delivery',
  'filters',
  'installs',
] as const

/** The collector as it is, but for its panels: those answer with data made up, at any size. */
export async function startFake(options: FakeOptions): Promise<Fake> {
  const { size, port = 0, withoutArchive = false, forwarding } = options
  const store = createStore({ maxEvents: 10_000, maxBytes: 64 * 1024 * 1024, now: Date.now })
  const streams = createEventStreams(store, 'fake')
  const gate = resolveGate({}, '127.0.0.1')
  const app = await createServer(gate)
  registerIngestion(
    app,
    createTake(store, async () => {}),
    createIngestRules(gate.keys, gate.maxBatch),
    undefined,
  )
  registerReading(app, store, streams)
  registerPage(app, fileURLToPath(new URL('../../dist/dashboard/', import.meta.url)))
  app.addHook('preClose', (done) => {
    streams.close()
    done()
  })
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/')) return
    if (withoutArchive)
      // The code is one that the panels bring along.
      throw Object.assign(new Refusal(503, 'internal', 'There is no archive.'), {
        code: 'archive_unavailable',
      })
  })

  const panels = createFakePanels(fakeViews(size, Date.now()), Date.now)
  for (const name of PANELS)
    app.get<{ Querystring: Record<string, string> }>(`/api/${name}`, (request, reply) =>
      reply.send(panels[name](request.query)),
    )
  app.get<{ Params: { id: string } }>('/api/sessions/:id', (request, reply) => {
    const walk = panels.walk(request.params.id)
    const missing = new Refusal(404, 'not_found', 'No session has this id, or all of its events are gone.')
    return walk ? reply.send(walk) : reply.code(404).send(refusalBody(missing))
  })

  app.get('/api/forwarding', (_request, reply) =>
    reply.send(forwarding ? FORWARDING[forwarding]() : { state: 'off' }),
  )

  const url = await app.listen({ port, host: '127.0.0.1' })
  return { url, received: () => store.read({}).events, close: () => app.close() }
}
