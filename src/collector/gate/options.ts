import { isIP } from 'node:net'
import { isLoopback } from '../cors.js'

/** Where log lines go. `process.stderr` is one. */
export interface LogTarget {
  write(line: string): unknown
}

/** Who may send, who may read, and how much at once. Part of the collector's options. */
export interface GateOptions {
  /**
   * The secret that reading takes, 16 characters or more: as `Authorization: Bearer …`, or typed into the login page.
   * Without it whoever reaches the collector may read, so it must be there when `host` is not a loopback address, and
   * when there is a `trustProxy`. Default: none.
   */
  readonly readToken?: string
  /** The project keys (for Plausible: the domains) that may send. Others get 401. Default: every key. */
  readonly keys?: readonly string[]
  /**
   * The proxies whose `X-Forwarded-For` is believed: IP addresses, CIDR ranges, or `loopback`, `linklocal`,
   * `uniquelocal`. Default: none, the header is ignored.
   */
  readonly trustProxy?: readonly string[]
  /**
   * Which reports `/ping` takes. `any`: every JSON object is kept as it is; the fields that the documented FlowForge
   * report does not have are named in the answer, and beside the report as `unknown`. `flowforge`: that report only,
   * and anything else gets 400 with the name of the field. Default `any`.
   */
  readonly pingSchema?: PingSchema
  /**
   * What is logged, as JSON lines: nothing, what went wrong, or every request. Never an address, a query, a body or a
   * user agent. Default `silent`; `warn` for `npx waypost collect`.
   */
  readonly log?: LogLevel
  /** Where the log goes. Default: stderr. */
  readonly logTo?: LogTarget
  /** Requests per minute from one address; 0 for no limit. Default 6000; no limit on a loopback address. */
  readonly rateLimit?: number
  /** Events in one request. Default 10 000. */
  readonly maxBatch?: number
  /** Connections at one time; further ones are closed. Default 1000. */
  readonly maxConnections?: number
  /** Bytes of request bodies in memory at one time; further requests get 503 and a `Retry-After`. Default 128 MiB. */
  readonly maxInFlight?: number
  /** How long a client may take for the headers of a request, in milliseconds. Default 10 000. */
  readonly headersTimeout?: number
  /** How long a client may take for a whole request, in milliseconds. Default 60 000. */
  readonly requestTimeout?: number
}

export type PingSchema = 'any' | 'flowforge'
export type LogLevel = 'silent' | 'warn' | 'info'

/** The options with their defaults, checked. */
export interface Gate {
  readonly readToken: string | undefined
  readonly keys: ReadonlySet<string> | undefined
  readonly trustProxy: readonly string[]
  readonly pingSchema: PingSchema
  readonly log: LogLevel
  readonly logTo: LogTarget
  readonly rateLimit: number
  readonly maxBatch: number
  readonly maxConnections: number
  readonly maxInFlight: number
  readonly headersTimeout: number
  readonly requestTimeout: number
}

const SHORTEST_TOKEN = 16
const LOG_LEVELS: readonly string[] = ['silent', 'warn', 'info']
const PING_SCHEMAS: readonly string[] = ['any', 'flowforge']

/**
 * @throws RangeError that names the option and what it may be. It never repeats a secret.
 */
export function resolveGate(options: GateOptions, host: string): Gate {
  const local = isLoopback(host.includes(':') ? `[${host}]` : host)
  const { readToken, keys, trustProxy = [], pingSchema = 'any', log = 'silent' } = options
  checkToken(readToken, local, host, trustProxy)
  for (const key of keys ?? []) if (key.trim() === '') throw wrong('keys', 'has an empty key: leave it out')
  for (const proxy of trustProxy) {
    if (isProxy(proxy)) continue
    const kinds = 'IP addresses, ranges such as 10.0.0.0/8, loopback, linklocal and uniquelocal'
    throw wrong('trustProxy', `has ${proxy}: it takes ${kinds}`)
  }
  if (!PING_SCHEMAS.includes(pingSchema)) throw wrong('pingSchema', `is ${pingSchema}: any or flowforge`)
  if (!LOG_LEVELS.includes(log)) throw wrong('log', `is ${log}: silent, warn or info`)
  return {
    readToken,
    keys: keys && new Set(keys.map((key) => key.trim())),
    trustProxy,
    pingSchema,
    log,
    logTo: options.logTo ?? process.stderr,
    rateLimit: whole('rateLimit', options.rateLimit ?? (local ? 0 : 6_000), 0),
    maxBatch: whole('maxBatch', options.maxBatch ?? 10_000, 1),
    maxConnections: whole('maxConnections', options.maxConnections ?? 1_000, 1),
    maxInFlight: whole('maxInFlight', options.maxInFlight ?? 128 * 1024 * 1024, 1),
    headersTimeout: whole('headersTimeout', options.headersTimeout ?? 10_000, 100),
    requestTimeout: whole('requestTimeout', options.requestTimeout ?? 60_000, 100),
  }
}

function checkToken(
  token: string | undefined,
  local: boolean,
  host: string,
  trustProxy: readonly string[],
): void {
  if (token !== undefined) {
    // What an Authorization header can carry.
    if (token.length < SHORTEST_TOKEN || !/^[\x21-\x7e]+$/.test(token)) {
      const rule = `it must be ${SHORTEST_TOKEN} characters or more, ASCII without spaces`
      throw wrong('readToken', `has ${token.length} characters: ${rule}, such as from "openssl rand -hex 16"`)
    }
    return
  }
  const how =
    'set a readToken of 16 characters or more (--read-token, or WAYPOST_READ_TOKEN in the environment)'
  if (!local) {
    throw wrong('host', `is ${host}, so others on the network could read what was collected: ${how}`)
  }
  if (trustProxy.length > 0) {
    throw wrong('trustProxy', `says that others come through a proxy, and could read everything: ${how}`)
  }
}

function isProxy(text: string): boolean {
  if (/^(?:loopback|linklocal|uniquelocal)$/.test(text)) return true
  const [address = '', bits, ...rest] = text.split('/')
  const kind = isIP(address)
  const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128))
  return kind !== 0 && fits && rest.length === 0
}

function whole(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw wrong(name, `is ${value}: it must be a whole number, ${least} or more`)
}

function wrong(name: string, what: string): RangeError {
  return new RangeError(`createCollector: ${name} ${what}.`)
}
