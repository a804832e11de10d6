import { posthogSink } from 'waypost'
import { createWaypost } from 'waypost/vue'
import { createRillRouter } from '../app/createRillRouter'
import { collectorUrl, projectKey } from '../app/demoConfig'
import { mountRill } from '../app/mountRill'
import { recordAs } from '../panel/eventLog'

const router = createRillRouter('/vue-direct/')

const waypost = createWaypost({
  router,
  // Some pages of this app know their title only after a request.
  titleWait: 2000,
  // A short interval, so that the collector's live page keeps up with you.
  sink: posthogSink({ key: projectKey('direct'), host: collectorUrl, flushInterval: 300 }),
  beforeSend: recordAs('direct'),
})

mountRill({ way: 'direct', router, waypost })
