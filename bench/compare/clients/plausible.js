import { init } from '@plausible-analytics/tracker'

export const start = ({ host }) =>
  init({ domain: location.hostname, endpoint: `${host}/api/event`, captureOnLocalhost: true })
