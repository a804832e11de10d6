import { createApp } from 'vue'
import App from './App.vue'
import { createPages } from './router.js'
import './theme.css'
import './shell/parts.css'

const app = createApp(App)
const router = createPages()
app.use(router)
// With its first page there, nothing is pushed aside by it.
void router.isReady().then(() => app.mount('#app'))
