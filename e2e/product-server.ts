import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CollectedEvent, Collector, Ping } from 'waypost/collector'
import type { LicencePolicy } from 'waypost/node'
import { withoutCopies } from './copies.ts'
import { expect } from './journey.ts'
import { worldTest } from './world.ts'

interface ProductOptions {
  port: number
  collectorUrl: string
  folder: string
  configFile: string
  env: Record<string, string>
  licence?: LicencePolicy
  interval: number
  heartbeat: { after: number; askAgain: number }
  switchEvery: number
  pace: number
}
interface Running {
  url: string
  close(limit?: number): Promise<void>
}
interface ProductModule {
  createProductServer(options: ProductOptions): Promise<Running>
}

/** What one run of the server is told beyond the usual. */
interface Run {
  env?: Record<string, string>
  licence?: LicencePolicy
  /** Further lines of the configuration, or all of it. */
  config?: (usual: string) => string
  heartbeatAfter?: number
  interval?: number
}

export const matches = ({ properties }: CollectedEvent, some: Record<string, unknown>): boolean =>
  Object.entries(some).every(([name, value]) => properties[name] === value)

/** One install of Rill server, which may be started several times, and what of it has arrived. */
export function createInstall(collector: Collector, folder: string, key: string) {
  const label = `Install ${key}`
  const configFile = path.join(folder, 'flowforge.yml')
  const data = path.join(folder, 'data')
  const usual = `telemetry:
  enabled: true
  url: ${collector.url}/ping
  label: ${label}
  frontend:
    posthog:
      apikey: ${key}
      apiurl: ${collector.url}
      capture_pageview: false
`
  let running: Running | undefined
  const arrived = () => withoutCopies(collector.events({ token: key }))

  return {
    key,
    label,
    configFile,
    /** Starts the server. It stays at its address when it is started again. */
    async start({
      env = {},
      licence,
      config = (text) => text,
      heartbeatAfter = 50,
      interval = 50,
    }: Run = {}) {
      await writeFile(configFile, config(usual))
      const module = new URL('../demo/server/server.mjs', import.meta.url).href
      const { createProductServer } = (await import(module)) as ProductModule
      running = await createProductServer({
        port: running ? Number(new URL(running.url).port) : 0,
        collectorUrl: collector.url,
        folder: data,
        configFile,
        env,
        ...(licence && { licence }),
        interval,
        heartbeat: { after: heartbeatAfter, askAgain: 50 },
        switchEvery: 100,
        pace: 1,
      })
    },
    stop: async () => running?.close(),
    url: (at = '/') => `${running?.url}${at}`,
    arrived,
    /** Events of the server, not of its pages. */
    fromServer: () => arrived().filter(({ event }) => !event.startsWith('$')),
    fromPages: () => arrived().filter(({ event }) => event.startsWith('$')),
    reports: (): Ping[] => collector.pings().filter(({ body }) => body['label'] === label),
    /** Files of telemetry's: its id, and when it reported last. */
    files: () => (existsSync(path.join(data, 'telemetry')) ? readdirSync(path.join(data, 'telemetry')) : []),
    /** Waits for an event. */
    async event(name: string, properties: Record<string, unknown> = {}): Promise<CollectedEvent> {
      const found = () => arrived().find((one) => one.event === name && matches(one, properties))
      const message = `${name} ${JSON.stringify(properties)}`
      await expect.poll(found, { message, timeout: 15_000 }).toBeTruthy()
      return found() as CollectedEvent
    },
  }
}
export type Install = ReturnType<typeof createInstall>

export const test = worldTest.extend<{ install: Install }>({
  install: async ({ world: { collector } }, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'rill-server-'))
    const install = createInstall(collector, folder, `phc_${randomBytes(6).toString('hex')}`)
    await use(install)
    await install.stop()
    collector.clear(install.key)
    await rm(folder, { recursive: true })
  },
})
