import { readFileSync } from 'node:fs'
import replace from '@rollup/plugin-replace'
import terser from '@rollup/plugin-terser'

const { version, dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
const external = [
  /^node:/,
  'vue/compiler-sfc',
  ...Object.keys(dependencies),
  ...Object.keys(peerDependencies),
]
const constants = (dev) =>
  replace({ preventAssignment: true, values: { __DEV__: String(dev), __VERSION__: JSON.stringify(version) } })

/** The browser entries: one build, so that they share one tracker. */
const modules = (dev, dir) => ({
  input: { index: 'build/browser/index.js', vue: 'build/vue/index.js' },
  external,
  plugins: [constants(dev)],
  output: { dir, format: 'es', chunkFileNames: 'tracker.js', sourcemap: true },
})

/** The script tag: one file. */
const script = (dev, file) => ({
  input: 'build/script/index.js',
  plugins: [
    constants(dev),
    !dev && terser({ ecma: 2020, module: true, compress: { passes: 3, unsafe_arrows: true } }),
  ],
  output: { file, format: 'iife', sourcemap: true },
})

/** What runs in Node. */
const server = {
  input: { collector: 'build/collector/index.js', node: 'build/node/index.js', cli: 'build/cli/index.js' },
  external,
  plugins: [constants(false)],
  output: { dir: 'dist', format: 'es', chunkFileNames: 'server-[hash].js', sourcemap: true },
}

export default [
  modules(false, 'dist'),
  modules(true, 'dist/dev'),
  script(false, 'dist/waypost.js'),
  script(true, 'dist/waypost.dev.js'),
  server,
]
