import { createApp } from 'vue'
import '../../styles/server.css'
import App from './App.vue'
import { createServerRouter } from './createServerRouter'
import { keepFresh } from './state'
import { handOver } from './waypostOfPage'

const router = createServerRouter()
handOver(router)
createApp(App).use(router).mount('#app')
keepFresh()
