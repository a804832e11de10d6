import { createTestApp, ready } from './create-app.js'

// Vue, vue-router and waypost came by script tags.
const { Vue, VueRouter } = /** @type {any} */ (window)
const { app, router, landed } = createTestApp(Vue, VueRouter)
const { install = 'during' } = window.e2e

if (install === 'before') window.waypost.useRouter(router)
app.use(router)
if (install === 'during') window.waypost.useRouter(router)
app.mount('#app')
if (install === 'after') void router.isReady().then(() => window.waypost.useRouter(router))
void landed.then(ready)
