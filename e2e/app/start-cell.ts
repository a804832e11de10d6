import * as Vue from 'vue'
import * as VueRouter from 'vue-router'
import type { Client, Page } from '../conformance/client.ts'
import { createTestApp, ready } from './create-app.js'

/** The app of the conformance table, with one client. */
export async function startCell(client: Client): Promise<void> {
  const { wire, posthog } = window.cell
  const beside: Vue.Component[] = []
  const { app, router, landed } = createTestApp(Vue, VueRouter, beside)
  let calls = 0
  const page: Page = {
    app,
    router,
    beside: (component) => void beside.push(component),
    hash: window.e2e.history === 'hash',
    wire,
    posthog,
    queued: (call) => void navigator.sendBeacon(`${wire}/queue?${++calls}`, JSON.stringify(call)),
  }
  await client.start?.(page)
  app.use(router)
  await client.plugin?.(page)
  app.mount('#app')
  void landed.then(ready)
}
