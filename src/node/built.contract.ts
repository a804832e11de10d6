import path from 'node:path'
import { build } from 'vite'

/** Builds `node.mjs` into a folder, for tests of whole processes: they run programs of their own. */
export async function buildInto(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    define: { __DEV__: 'false', __VERSION__: '"0.0.0"' },
    ssr: { noExternal: true },
    build: {
      ssr: path.join(import.meta.dirname, 'index.ts'),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'node.mjs' } },
    },
  })
}
