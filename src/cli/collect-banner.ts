import type { GateOptions } from '../collector/index.js'

/** What a collector says when it has started: where it is, what it keeps where, who may read, who may send. */
export function banner(url: string, { readToken, keys, rateLimit }: GateOptions, kept: string): string {
  const key = keys?.[0] ?? 'phc_demo'
  const limit = rateLimit ? `, ${rateLimit} requests a minute from one address` : ''
  return `
waypost collector is running.

  Live page   ${url}/
  Events      ${url}/events
  Metrics     ${url}/metrics

  Kept        ${kept}
  May read    ${readToken ? 'who has the read token; in a browser, log in on the live page' : 'whoever uses this machine'}
  May send    ${keys ? `the keys ${keys.join(', ')}` : 'any project key'}${limit}

Send events here:

  waypost     data-key="${key}" data-host="${url}"
  posthog-js  posthog.init('${key}', { api_host: '${url}' })
  plausible   init({ domain: 'example.com', endpoint: '${url}/api/event' })
  curl        curl ${url}/e/ -d '{"api_key":"${key}","event":"$pageview","distinct_id":"me","properties":{"$pathname":"/"}}'

Press Ctrl+C to stop.
`
}
