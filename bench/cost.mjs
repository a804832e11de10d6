// What each part of the script tag costs: the bundle without it, against the bundle with it. Writes cost.md.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import replace from '@rollup/plugin-replace'
import terser from '@rollup/plugin-terser'
import { rollup } from 'rollup'

const build = path.resolve('build')

/** Keeps the names of a module and throws its code away. */
const without = (module) => ({
  name: 'without',
  transform(code, id) {
    if (id !== module) return null
    const names = [...code.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(([, name]) => name)
    return {
      code: names.map((name) => `export const ${name} = (...args) => globalThis.absent(args)`).join('\n'),
      map: null,
    }
  },
})

async function bundle(module) {
  const made = await rollup({
    input: path.join(build, 'script/index.js'),
    plugins: [
      without(module),
      replace({ preventAssignment: true, values: { __DEV__: 'false', __VERSION__: '"0.0.0"' } }),
      terser({ ecma: 2020, module: true, compress: { passes: 3, unsafe_arrows: true } }),
    ],
  })
  const { output } = await made.generate({ format: 'iife' })
  return { size: brotliCompressSync(output[0].code).length, modules: Object.keys(output[0].modules) }
}

const whole = await bundle()
const rows = []
for (const module of whole.modules) rows.push({ module, cost: whole.size - (await bundle(module)).size })
rows.sort((a, b) => b.cost - a.cost)

const table = [
  `The script tag is ${whole.size} bytes (brotli 11). A part's cost is what the bundle loses without it, and without what only it needs.`,
  '',
  '| part | bytes |',
  '|---|--:|',
  ...rows
    .filter(({ cost }) => cost > 0)
    .map(({ module, cost }) => `| ${path.relative(build, module)} | ${cost} |`),
].join('\n')
console.log(table)
writeFileSync(new URL('cost.md', import.meta.url), `${table}\n`)
