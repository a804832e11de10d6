import path from 'node:path'
import { settingsVariable, switchVariables } from 'waypost/node'
import { readAudit } from './read-audit.mjs'
import { product } from './telemetry.mjs'

/** Paths as whoever started the server would write them. */
const shown = (file) => {
  const relative = path.relative('', file)
  return relative.startsWith('..') ? file : relative
}

/** What the pages show of telemetry: how it is doing, and what it sends. */
export function createTelemetryView({ telemetry, configFile }) {
  const { config, settings, store, events, heartbeat, isOn, recheck } = telemetry
  const { posthog } = config.frontend

  async function ofEach(ask) {
    const answers = Object.entries(events).map(async ([name, one]) => ({ name, ...(await ask(one)) }))
    return (await Promise.all(answers)).filter(({ body }) => body !== undefined)
  }

  return {
    describe: async () => ({
      product,
      switch: recheck(),
      problems: config.problems.map((problem) => ({
        ...problem,
        ...(problem.file && { file: shown(problem.file) }),
      })),
      configFile: shown(configFile),
      settingsFile: shown(settings.file),
      settingsVariable: settingsVariable(product.name),
      variables: switchVariables(product.name),
      hasId: (await store.get('instance-id')) !== undefined,
      frontend: posthog && { key: posthog.apikey, host: posthog.apiurl },
      delivery: Object.entries(events).map(([name, one]) => ({ name, ...one.status() })),
      heartbeat: heartbeat().status(),
      audit: readAudit(`${settings.file}.log`),
    }),
    /** What left last, what waits, and the next report. Off, there is none of the three to look at. */
    async payloads() {
      if (!isOn()) return { last: [], waiting: [] }
      return {
        last: [...(await ofEach((one) => one.lastPayload())), heartbeat().lastPayload()].filter(Boolean),
        waiting: await ofEach((one) => one.preview()),
        heartbeat: await heartbeat().preview(),
      }
    },
  }
}
