import { posthogJsSink } from 'waypost'
import { createWaypost } from 'waypost/vue'
import { createRillRouter } from '../app/createRillRouter'
import { collectorUrl, projectKey } from '../app/demoConfig'
import { mountRill } from '../app/mountRill'
import { recordAs } from '../panel/eventLog'

const router = createRillRouter('/vue-posthog-js/')

const waypost = createWaypost({
  router,
  // Some pages of this app know their title only after a request.
  titleWait: 2000,
  sink: posthogJsSink(() => import('posthog-js'), {
    key: projectKey('posthog_js'),
    api_host: collectorUrl,
    autocapture: false,
    disable_session_recording: true,
    disable_surveys: true,
    // The end-to-end tests are a bot too.
    opt_out_useragent_filter: true,
    person_profiles: 'identified_only',
    persistence: 'localStorage',
    // A short interval, so that the collector's live page keeps up with you.
    request_queue_config: { flush_interval_ms: 300 },
  }),
  beforeSend: recordAs('posthog_js'),
})

mountRill({ way: 'posthog_js', router, waypost })
