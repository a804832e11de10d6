import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { htmlPartials } from './html-partials.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const plainPages = ['index', 'teams', 'flows', 'docs', 'login', 'welcome', 'tabs', '404']

// `waypost` and `waypost/vue` are the built package itself: they resolve through its own `exports`.
export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [vue(), htmlPartials(here('plain/partials/'))],
  build: {
    outDir: here('../dist/demo'),
    emptyOutDir: true,
    rolldownOptions: {
      input: [
        here('index.html'),
        here('vue-posthog-js/index.html'),
        here('vue-direct/index.html'),
        here('server/index.html'),
        ...plainPages.map((name) => here(`plain/${name}.html`)),
      ],
    },
  },
})
