import type { Plugin } from 'vue'
import { createApp } from 'vue'
import type { Router } from 'vue-router'
import '../styles/index.css'
import App from './App.vue'
import type { Way } from './demoConfig'
import { wayKey } from './wayKey'

export function mountRill(options: { way: Way; router: Router; waypost: Plugin }): void {
  createApp(App).provide(wayKey, options.way).use(options.router).use(options.waypost).mount('#app')
}
