import { readdirSync } from 'node:fs'
import { build } from 'vite'
import type { Plugin } from 'vite'
import { builtApp } from './server.ts'

const clients = readdirSync(new URL('conformance/clients/', import.meta.url)).map((name) =>
  name.replace('.ts', ''),
)
const cell = /^cell:/

/** The app with one client of the conformance table: an entry for each, as that client's users have one. */
const cells: Plugin = {
  name: 'cells',
  resolveId: { filter: { id: cell }, handler: (id) => id },
  load: {
    filter: { id: cell },
    handler: (id) => `import { client } from '/../conformance/clients/${id.replace(cell, '')}.ts'
import { startCell } from '/start-cell.ts'
export const start = () => startCell(client)`,
  },
}

/** Bundles the test app against the built package, once per run: for the tests, and for each conformance client. */
export default async function buildApp() {
  await build({
    configFile: false,
    root: new URL('app/', import.meta.url).pathname,
    base: '/built/',
    publicDir: false,
    logLevel: 'warn',
    plugins: [cells],
    build: {
      outDir: builtApp,
      emptyOutDir: true,
      manifest: 'manifest.json',
      rolldownOptions: {
        preserveEntrySignatures: 'exports-only',
        input: { main: 'main.ts', ...Object.fromEntries(clients.map((id) => [`cell-${id}`, `cell:${id}`])) },
        output: {
          entryFileNames: '[name].js',
          // By this name a test knows whether a page has loaded it.
          chunkFileNames: ({ moduleIds }) =>
            moduleIds.some((id) => id.includes('/posthog-js/')) ? 'posthog-js-[hash].js' : '[name]-[hash].js',
        },
      },
    },
  })
}
