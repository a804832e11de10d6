import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastify from 'fastify'
import { servePages } from './pages.mjs'
import { createProduct } from './product.mjs'
import { serveApi } from './routes.mjs'
import { createStorage } from './storage.mjs'
import { createTelemetryView } from './telemetry-view.mjs'
import { createProductTelemetry } from './telemetry.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Rill server: a small product that people host themselves, whose server and pages send telemetry under one switch.
 *
 * @param {object} options
 * @param {number} [options.port] 0 takes any free port.
 * @param {string} [options.host]
 * @param {string} [options.collectorUrl] Takes the place of `http://127.0.0.1:8765` in the configuration.
 * @param {string} [options.folder] Where the product keeps its things, telemetry's among them.
 * @param {string} [options.configFile] Default: the file that `RILL_CONFIG` names, else the sample.
 * @param {Record<string, string | undefined>} [options.env]
 * @param {import('waypost/node').LicencePolicy} [options.licence] Default: licences have no say.
 * @param {number} [options.interval] Milliseconds that an event waits for company. Default: 10 seconds.
 * @param {{ after?: number, every?: number, askAgain?: number }} [options.heartbeat] Milliseconds. Default: FlowForge's schedule.
 * @param {number} [options.switchEvery] Milliseconds between questions of open tabs. Default: one minute.
 * @param {number} [options.pace] Milliseconds that a component runs.
 * @param {string} [options.dist] Folder with `demo/` and `waypost.js`.
 * @returns {Promise<{ url: string, close: (limit?: number) => Promise<void> }>}
 */
export async function createProductServer({
  port = 8767,
  host = '127.0.0.1',
  collectorUrl = 'http://127.0.0.1:8765',
  folder = here('../../.data/rill-server'),
  env = process.env,
  configFile = env.RILL_CONFIG || here('flowforge.yml'),
  licence,
  interval,
  heartbeat,
  switchEvery,
  pace,
  dist = here('../../dist'),
} = {}) {
  if (!existsSync(`${dist}/demo/server/index.html`))
    throw new Error(
      `The demo is not built: ${dist}/demo/server is missing. Build it with: npx vite build demo`,
    )

  const storage = createStorage(folder)
  const telemetry = createProductTelemetry({
    folder,
    configFile,
    collectorUrl,
    env,
    licence,
    interval,
    heartbeat,
    storage,
  })
  const product = createProduct({ storage, telemetry, pace })

  const app = fastify({ forceCloseConnections: true })
  const view = createTelemetryView({ telemetry, configFile })
  serveApi(app, { product, telemetry, view, collectorUrl })
  await servePages(app, { dist, config: telemetry.config, isOn: telemetry.isOn, switchEvery })

  const url = await app.listen({ port, host })
  // A port that is taken has started nothing.
  telemetry.start(product.counts)
  return {
    url,
    async close(limit = 5_000) {
      await app.close()
      await telemetry.close(limit)
    },
  }
}
