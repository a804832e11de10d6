import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // The collector may be reached below any path.
  base: './',
  plugins: [vue()],
  define: {
    __VUE_OPTIONS_API__: 'false',
    // The dashboard uses waypost from its sources.
    __DEV__: 'false',
    __VERSION__: JSON.stringify(version),
  },
  build: {
    outDir: fileURLToPath(new URL('../../dist/dashboard', import.meta.url)),
    emptyOutDir: true,
    // The page runs under a policy that allows no inline script, style or data.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // ECharts alone is more than the usual limit; only pages with a chart load it.
    chunkSizeWarningLimit: 700,
  },
  // `vite src/dashboard` shows what a collector on its usual port receives.
  server: { proxy: { '/events': 'http://127.0.0.1:8765', '/api': 'http://127.0.0.1:8765' } },
})
