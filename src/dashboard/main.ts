import { createApp } from 'vue'
import App from './App.vue'
import { createPages } from './router.js'
import './theme.css'
import './shell/parts.css'

const app = createApp(App)
app.use(createPages())
app.mount('#app')
