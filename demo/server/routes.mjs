import { docs, flowforge, flowise, LANGUAGES, langflow } from 'waypost/node'
import { Refusal } from './refusal.mjs'

const catalogues = { flowise, langflow, flowforge }

/** What the pages ask, and what they tell. */
export function serveApi(app, { product, telemetry, view, collectorUrl }) {
  app.addHook('preHandler', (request, _reply, done) => {
    // Other sites can make a browser post a form, but not JSON.
    const isForeign =
      request.method === 'POST' && !/^application\/json\b/.test(request.headers['content-type'] ?? '')
    done(isForeign ? new Refusal(415, 'Send JSON.') : undefined)
  })
  app.setErrorHandler((error, _request, reply) => {
    const status = error.statusCode ?? 500
    return reply
      .code(status)
      .send({ message: status < 500 ? error.message : 'Something went wrong on the server.' })
  })
  /** For those who have set the product up. */
  const whenSetUp = (work) => async (request) => {
    if (!product.isSetUp()) throw new Refusal(409, 'Set it up first.')
    return (await work(Object(request.body), request.params)) ?? {}
  }

  app.get('/api/state', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({
      collectorUrl,
      isSetUp: product.isSetUp(),
      ...product.describe(),
      telemetry: await view.describe(),
    }),
  )
  app.get('/api/payloads', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send(await view.payloads()),
  )
  // For a machine: its token says who asks.
  app.get('/api/stats', async (request, reply) => {
    const { status, headers, body } = await telemetry.stats().answer(request.headers)
    return reply.code(status).headers(headers).send(body)
  })
  app.get('/api/docs/:catalogue/:language', async ({ params }, reply) => {
    const { catalogue, language } = params
    if (!Object.hasOwn(catalogues, catalogue) || !LANGUAGES.includes(language))
      throw new Refusal(404, 'There is no such page.')
    return reply.type('text/markdown; charset=utf-8').send(docs(catalogues[catalogue], language))
  })

  app.post('/api/setup', async ({ body }) => {
    const { name, telemetry: choice } = Object(body)
    const { locked } = telemetry.recheck()
    if (!locked && typeof choice !== 'boolean')
      throw new Refusal(400, 'Choose whether Rill may tell how it is used.')
    await product.setUp(name, async (by) => {
      if (!locked) await telemetry.choose('first-run', choice, by)
    })
    telemetry.setUpDone()
    return {}
  })
  app.post(
    '/api/telemetry',
    whenSetUp(async ({ enabled }) => {
      if (typeof enabled !== 'boolean') throw new Refusal(400, 'It is on or off.')
      const { locked, reason } = telemetry.recheck()
      if (locked) throw new Refusal(409, reason)
      await telemetry.choose('admin', enabled, product.admin())
    }),
  )
  app.post(
    '/api/flush',
    whenSetUp(() => telemetry.flush()),
  )
  app.post(
    '/api/flows',
    whenSetUp(({ template }) => product.createFlow(template)),
  )
  app.post(
    '/api/tools',
    whenSetUp(({ name }) => product.createTool(name)),
  )
  app.post(
    '/api/assistants',
    whenSetUp(({ name }) => product.createAssistant(name)),
  )
  app.post(
    '/api/flows/:id/vectors',
    whenSetUp((_body, { id }) => product.upsertVectors(id)),
  )
  app.post(
    '/api/flows/:id/predictions',
    whenSetUp(({ question }, { id }) => product.predict(id, question)),
  )
  app.post(
    '/api/flows/:id/runs',
    whenSetUp((body, { id }) => product.run(id, body)),
  )
}
