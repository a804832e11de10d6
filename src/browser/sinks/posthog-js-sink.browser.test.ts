import { config, installSnippet, loadSnippet, PostHog } from './posthog-js.contract.js'
import { posthogJsSink } from './posthog-js-sink.js'
import { sinkContract } from './sink.contract.js'
import { wire } from './wire.contract.js'

let instance = new PostHog()
sinkContract('posthog-js, an instance that the app initialises', {
  sends: true,
  create() {
    instance = new PostHog()
    return posthogJsSink(instance)
  },
  ready: () => void instance.init(wire.newKey(), config),
})

sinkContract('posthog-js, the loader snippet', {
  sends: true,
  create() {
    installSnippet()
    return posthogJsSink()
  },
  ready: loadSnippet,
  close: () => void Reflect.deleteProperty(window, 'posthog'),
})

let load = () => {}
sinkContract('posthog-js, loaded on demand', {
  sends: true,
  create() {
    const loaded = new Promise<{ default: PostHog }>((resolve) => {
      load = () => resolve({ default: new PostHog() })
    })
    return posthogJsSink(() => loaded, { ...config, key: wire.newKey() })
  },
  ready: () => load(),
})
