import { createApp } from 'vue'
import { recordAs } from '../panel/eventLog'
import EventsPanel from '../panel/EventsPanel.vue'

declare global {
  interface Window {
    waypostConfig?: { beforeSend: ReturnType<typeof recordAs> }
  }
}

// Module and deferred scripts run in document order: this is in place before waypost.js reads it.
window.waypostConfig = { beforeSend: recordAs('script') }

const place = document.createElement('div')
document.body.append(place)
createApp(EventsPanel).mount(place)
