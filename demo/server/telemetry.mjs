import { readFileSync } from 'node:fs'
import path from 'node:path'
import {
  createInstanceId,
  createLocalStats,
  createSettings,
  createTelemetry,
  flowforge,
  flowforgeMetrics,
  flowise,
  flowiseTelemetry,
  folderStore,
  langflow,
  langflowTelemetry,
  loadConfig,
  posthogNodeSink,
  settingsFile,
  settingsVariable,
} from 'waypost/node'

export const product = { name: 'Rill', version: '3.1.0' }
/** The licence that comes with the demo. */
const licenseOfDemo = { id: '4c105579-782b-4d53-af62-cf7fa69f6b43', type: 'DEV' }
/** Address of the collector in the sample file; it may have got another port. */
const USUAL_COLLECTOR = 'http://127.0.0.1:8765'

/**
 * All of the product's telemetry under one switch: Flowise's events, Langflow's events, FlowForge's heartbeat, each with
 * the catalogue it came with, all with the same configuration, choices and id.
 */
export function createProductTelemetry({
  folder,
  configFile,
  collectorUrl,
  env,
  licence,
  interval,
  heartbeat: timing,
  storage,
}) {
  const config = loadConfig({
    file: configFile,
    env,
    product: product.name,
    read: (file) => readFileSync(file, 'utf8').replaceAll(USUAL_COLLECTOR, collectorUrl),
  })
  const settings = createSettings({
    file: env[settingsVariable(product.name)]
      ? settingsFile(product.name, env)
      : path.join(folder, 'telemetry.json'),
  })
  const store = folderStore(path.join(folder, 'telemetry'))
  const instanceId = createInstanceId(store)
  const { posthog } = config.backend
  // Without a key events are not even made.
  const sink = () =>
    posthog &&
    posthogNodeSink(() => import('posthog-node'), {
      key: posthog.apikey,
      host: posthog.apiurl,
      // So that what the page shows is what is on the wire, byte for byte.
      disableCompression: true,
    })

  const common = {
    product,
    config,
    settings,
    store,
    env,
    instanceId,
    licence: () => licence,
    ...(interval && { interval }),
  }
  const chats = createTelemetry({ ...common, catalogue: flowise, sink: sink() })
  const runs = createTelemetry({ ...common, catalogue: langflow, sink: sink() })
  const events = { Flowise: chats, Langflow: runs }
  const runsOfLangflow = langflowTelemetry(runs)

  const isSetUp = () => storage.state.setUp !== undefined
  let heartbeat
  let stats
  /** Starts with the counts of a product that is there by now. */
  function start(counts) {
    const modules = flowforgeMetrics({
      version: product.version,
      instanceId,
      counts,
      driver: () => 'localfs',
      enabled: { broker: () => false, fileStore: () => true, email: () => false },
      license: () => licenseOfDemo,
      label: config.label,
    })
    heartbeat = chats.heartbeat({
      ...timing,
      catalogue: flowforge,
      url: config.url ?? `${collectorUrl}/ping`,
      isInitialised: isSetUp,
      modules,
    })
    // The same numbers for whoever runs this, but for the id: that is made when something leaves.
    const local = modules.filter(({ name }) => name !== 'instanceId')
    stats = createLocalStats({ modules: local, token: env.RILL_STATS_TOKEN || undefined, prefix: 'rill' })
    if (isSetUp()) sayVersion()
  }
  const sayVersion = () =>
    runsOfLangflow.version({ autoLogin: true, cacheType: 'memory', backendOnly: false, desktop: false })

  /** Asks the switch anew, everywhere. */
  const recheck = () => Object.values(events).map((one) => one.recheck())[0]
  /** Before it is set up nobody has been asked, so nothing leaves, whatever the switch says. */
  const isOn = () => isSetUp() && recheck().enabled

  return {
    config,
    settings,
    store,
    events,
    /** What the switch says, set up or not. */
    recheck,
    isOn,
    heartbeat: () => heartbeat,
    stats: () => stats,
    flowise: flowiseTelemetry(chats),
    langflow: runsOfLangflow,
    start,
    /** Keeps a choice. It holds at once: what waits is thrown away, and open tabs are told. */
    async choose(chooser, enabled, by) {
      const before = isOn()
      await settings.choose(chooser, enabled, by)
      if (!before && isOn()) sayVersion()
    },
    /** From now on whatever was chosen holds. */
    setUpDone: () => isOn() && sayVersion(),
    async flush() {
      await Promise.all(Object.values(events).map((one) => one.flush()))
    },
    async close(limit) {
      if (isSetUp()) await runsOfLangflow.shutdown(limit)
      await Promise.all(Object.values(events).map((one) => one.shutdown(limit)))
    },
  }
}
