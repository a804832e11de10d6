// Sizes of what browsers load, against their budgets. A bundle over its budget fails the build.
import { readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { rollup } from 'rollup'
import terser from '@rollup/plugin-terser'

/** Budgets in bytes, brotli 11. */
const { budgets } = JSON.parse(readFileSync(new URL('budgets.json', import.meta.url), 'utf8'))

/** What an app pays that bundles these imports itself. */
async function bundled(code, external = []) {
  const build = await rollup({
    input: 'entry',
    external,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? id : null),
        load: (id) => (id === 'entry' ? code : null),
      },
      {
        name: 'own',
        resolveId: (id) =>
          ({ waypost: `${process.cwd()}/dist/index.js`, 'waypost/vue': `${process.cwd()}/dist/vue.js` })[
            id
          ] ?? null,
      },
      terser({ ecma: 2020, module: true, compress: { passes: 3 } }),
    ],
  })
  const { output } = await build.generate({ format: 'es' })
  return output[0].code
}

const bundles = {
  'script tag': readFileSync('dist/waypost.js', 'utf8').replace(/\n\/\/# sourceMappingURL.*\s*$/, ''),
  'waypost + posthogSink': await bundled(
    `import { createWaypost, posthogSink } from 'waypost'; globalThis.w = createWaypost({ sink: posthogSink({ key: 'k' }) })`,
  ),
  'waypost + posthogJsSink': await bundled(
    `import { createWaypost, posthogJsSink } from 'waypost'; globalThis.w = createWaypost({ sink: posthogJsSink() })`,
  ),
  'waypost/vue + posthogSink': await bundled(
    `import { posthogSink } from 'waypost'; import { createWaypost, useWaypost } from 'waypost/vue'; globalThis.w = [useWaypost, createWaypost({ sink: posthogSink({ key: 'k' }) })]`,
    ['vue'],
  ),
}

const rows = Object.entries(bundles).map(([name, code]) => ({
  name,
  raw: Buffer.byteLength(code),
  gzip: gzipSync(code, { level: 9 }).length,
  brotli: brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
  budget: budgets[name],
}))

const table = [
  '| bundle | minified | gzip 9 | brotli 11 | budget |',
  '|---|--:|--:|--:|--:|',
  ...rows.map((row) => `| ${row.name} | ${row.raw} | ${row.gzip} | ${row.brotli} | ${row.budget} |`),
].join('\n')
console.log(table)
if (process.argv.includes('--write')) writeFileSync(new URL('size.md', import.meta.url), `${table}\n`)

const over = rows.filter((row) => !(row.brotli <= row.budget))
for (const row of over) console.error(`${row.name}: ${row.brotli} bytes, budget ${row.budget}`)
process.exitCode = over.length ? 1 : 0
