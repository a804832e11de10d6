import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { readFile } from 'node:fs/promises'
import { build } from 'vite'

// What users are served. Vite takes it for the kind of build that it is, and loading a module by it has set another one.
process.env['NODE_ENV'] = 'production'
const root = import.meta.dirname
const quiet = { configFile: false, root, logLevel: 'error', mode: 'production' }

/** Bundles the app, each client a chunk of its own. */
export const buildApp = (outDir) => build({ ...quiet, build: { outDir, emptyOutDir: true } })

const sizes = (code) => ({
  raw: Buffer.byteLength(code),
  gzip: gzipSync(code, { level: 9 }).length,
  brotli: brotliCompressSync(code, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(code) },
  }).length,
})

/** What a client adds to an app that has Vue and vue-router anyway, in one file. */
export async function sizeOf(id, files) {
  if (files[`/${id}.js`]) return sizes(await readFile(files[`/${id}.js`], 'utf8'))
  const { output } = await build({
    ...quiet,
    build: {
      write: false,
      rolldownOptions: {
        input: path.join(root, 'clients', `${id}.js`),
        external: ['vue', 'vue-router'],
        preserveEntrySignatures: 'strict',
        output: { codeSplitting: false },
      },
    },
  })
  return sizes(output.map(({ code = '' }) => code).join('\n'))
}
