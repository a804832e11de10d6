import { createApp, h } from 'vue'
import { createRouter, createWebHistory, RouterView } from 'vue-router'

/** Two pages, each with a title: the app that all clients watch. */
const page = (name) => ({ render: () => h('h1', name) })
const router = createRouter({
  history: createWebHistory(),
  routes: ['a', 'b'].map((name) => ({ path: `/${name}`, name, component: page(name) })),
})
router.afterEach(({ name }) => (document.title = `Page ${String(name)}`))
const app = createApp({ render: () => h(RouterView) }).use(router)
app.mount('#app')

const modules = import.meta.glob('./clients/*.js')
const task = () => new Promise((resolve) => setTimeout(resolve))
const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))

window.bench = {
  longTasks: 0,
  /** Loads a client, as its own chunk, and starts it. */
  async start(id, options) {
    await router.isReady()
    const { start } = await modules[`./clients/${id}.js`]()
    await start({ app, router, ...options })
  },
  /** Goes to and fro, each page drawn before the next, or as fast as it goes. */
  async navigate(count, fast) {
    for (let step = 0; step < count; step += 1) {
      await router.push(router.currentRoute.value.path === '/a' ? '/b' : '/a')
      await (fast ? task() : frame())
    }
  },
}

new PerformanceObserver((list) => (window.bench.longTasks += list.getEntries().length)).observe({
  type: 'longtask',
})
