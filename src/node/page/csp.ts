import type { TelemetryConfig } from '../config/index.js'

/** What waypost needs of a content security policy. */
export type CspDirectives = Readonly<Record<string, readonly string[]>>

/** A policy by directive, as Helmet and others take it. */
export type CspPolicy = Readonly<Record<string, string | readonly string[] | null | false>>

export interface CspOptions {
  /** The nonce of the script tag. Default: none. */
  readonly nonce?: string
  /** Where the page gets waypost from. Default: `/waypost.js`. */
  readonly src?: string
  /** What the switch says. Off: nothing is needed. Default: `true`. */
  readonly enabled?: boolean
}

const sourceOf = (url: string) => (/^https?:/i.test(url) ? new URL(url).origin : "'self'")

/**
 * Exactly the sources that waypost needs: its script, and the configured host.
 *
 * @example cspDirectives(config) // { 'script-src': ["'self'"], 'connect-src': ['https://eu.i.posthog.com'] }
 */
export function cspDirectives(config: TelemetryConfig, options: CspOptions = {}): CspDirectives {
  const { nonce, src = '/waypost.js', enabled = true } = options
  const { posthog } = config.frontend
  if (!enabled || config.enabled === false || !posthog?.apikey) return {}
  return {
    'script-src': [sourceOf(src), ...(nonce === undefined ? [] : [`'nonce-${nonce}'`])],
    'connect-src': [sourceOf(posthog.apiurl)],
  }
}

const words = (text: string) => text.split(/\s+/).filter(Boolean)
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function add(present: readonly string[], needed: readonly string[]): string[] {
  const isInline =
    present.includes("'unsafe-inline'") && !present.some((one) => /^'(nonce|sha\d+)-/.test(one))
  // Beside a nonce browsers ignore 'unsafe-inline': the page's own inline scripts would stop.
  const wanted = isInline ? needed.filter((one) => !one.startsWith("'nonce-")) : needed
  return [...new Set([...present.filter((one) => one !== "'none'"), ...wanted])]
}

/**
 * Adds sources to a policy, and takes none away. A directive that is not there is made from `default-src`, which would
 * have stood for it.
 *
 * @param policy a header's text, or directives as texts or lists, under either way to write their names
 */
export function mergeCsp(policy: string, directives: CspDirectives): string
export function mergeCsp(policy: CspPolicy, directives: CspDirectives): CspPolicy
export function mergeCsp(policy: string | CspPolicy, directives: CspDirectives): string | CspPolicy {
  if (typeof policy !== 'string') return mergeObject(policy, directives)
  const parts = policy
    .split(';')
    .map(words)
    .filter((part) => part.length)
  const merged = mergeObject(
    Object.fromEntries(parts.map(([name = '', ...sources]) => [name.toLowerCase(), sources])),
    directives,
  )
  return Object.entries(merged)
    .map(([name, sources]) => [name, ...(Array.isArray(sources) ? sources : [])].join(' '))
    .join('; ')
}

function mergeObject(policy: CspPolicy, directives: CspDirectives): CspPolicy {
  const nameOf = (directive: string) => Object.keys(policy).find((name) => kebab(name) === directive)
  const listOf = (name: string | undefined) => {
    const value = name === undefined ? undefined : policy[name]
    return typeof value === 'string'
      ? words(value)
      : Array.isArray(value)
        ? [...(value as string[])]
        : undefined
  }
  const merged: Record<string, string | readonly string[] | null | false> = { ...policy }
  for (const [directive, needed] of Object.entries(directives)) {
    const name = nameOf(directive)
    // Switched off on purpose: everything is allowed.
    if (name !== undefined && !policy[name]) continue
    const fallback = nameOf('default-src')
    const present = listOf(name) ?? listOf(fallback)
    if (!present) continue
    const sources = add(present, needed)
    const likeThis = policy[name ?? fallback ?? '']
    merged[name ?? directive] = typeof likeThis === 'string' ? sources.join(' ') : sources
  }
  return merged
}
