import { build } from 'vite'
import { builtApp } from './server.ts'

/** Bundles the test app against the built package, once per run. */
export default async function buildApp() {
  await build({
    configFile: false,
    root: new URL('app/', import.meta.url).pathname,
    base: '/built/',
    publicDir: false,
    logLevel: 'warn',
    build: {
      outDir: builtApp,
      emptyOutDir: true,
      rolldownOptions: { input: 'main.ts', output: { entryFileNames: 'main.js' } },
    },
  })
}
