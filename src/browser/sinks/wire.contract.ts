/** What leaves the page. Import it before anything that keeps a `fetch` of its own, as posthog-js does. */

export interface Request {
  transport: 'fetch' | 'beacon' | 'xhr'
  url: string
  method: string
  contentType: string
  credentials: string | undefined
  /** It goes on when its page is gone. */
  outlives: boolean
  text: string
}

/** An event as it arrived. */
export interface Arrived {
  event: string
  uuid: string
  timestamp: string
  properties: Record<string, unknown>
}

/** Only what goes here is recorded; everything else belongs to the test runner. */
export const HOST = 'https://capture.test'

const own = { fetch: window.fetch, sendBeacon: navigator.sendBeacon, XHR: window.XMLHttpRequest }
const requests: Request[] = []
/** What the network does instead of taking a request. */
let fault: { fetch?: () => Promise<Response>; beacon?: () => boolean } = {}

const isOurs = (url: unknown) => String(url).startsWith(HOST)

window.fetch = (input, init = {}) => {
  if (!isOurs(input)) return own.fetch.call(window, input, init)
  if (fault.fetch) return fault.fetch()
  const request = new Request(String(input), init)
  requests.push({
    transport: 'fetch',
    url: String(input),
    method: request.method,
    contentType: request.headers.get('content-type') ?? '',
    credentials: init.credentials,
    outlives: request.keepalive,
    text: typeof init.body === 'string' ? init.body : '',
  })
  return Promise.resolve(new Response('{"status":1}', { headers: { 'content-type': 'application/json' } }))
}

navigator.sendBeacon = (url, body) => {
  if (!isOurs(url)) return own.sendBeacon.call(navigator, url, body)
  if (fault.beacon) return fault.beacon()
  const request: Request = {
    transport: 'beacon',
    url: String(url),
    method: 'POST',
    contentType: body instanceof Blob ? body.type : 'text/plain;charset=UTF-8',
    credentials: undefined,
    outlives: true,
    text: typeof body === 'string' ? body : '',
  }
  requests.push(request)
  if (body instanceof Blob) void body.text().then((text) => (request.text = text))
  return true
}

window.XMLHttpRequest = class extends own.XHR {
  override open(method: string, url: string | URL) {
    if (isOurs(url)) throw new Error(`unexpected XMLHttpRequest: ${method} ${url}`)
    Reflect.apply(own.XHR.prototype.open, this, [method, url])
  }
}

/** Plain JSON, or the form with base64 that posthog-js makes for beacons. */
function parse(text: string): { api_key?: string; batch?: Arrived[] } {
  const json = text.startsWith('data=')
    ? new TextDecoder().decode(
        Uint8Array.from(atob(decodeURIComponent(text.slice(5))), (letter) => letter.charCodeAt(0)),
      )
    : text || '{}'
  return JSON.parse(json)
}

let keys = 0
let key = ''

export const wire = {
  requests,
  /** Requests with events of the present key, in their order. */
  posts: (): Request[] =>
    requests.filter(({ url, text }) => /\/e\/(\?|$)/.test(url) && parse(text).api_key === key),
  events: (): Arrived[] => wire.posts().flatMap(({ text }) => parse(text).batch ?? []),
  /** A project of one test: what an earlier one sends late is not told. */
  newKey(): string {
    keys += 1
    key = `phc_test_${keys}`
    return key
  },
  /** A network that refuses, hangs or throws. */
  fail(next: typeof fault) {
    fault = next
  },
  reset() {
    requests.length = 0
    fault = {}
  },
}
