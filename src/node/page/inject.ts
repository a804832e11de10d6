import type { TelemetryConfig } from '../config/index.js'
import { attribute } from './escape.js'
import { tagOptions } from './tag-options.js'

export interface InjectOptions {
  /** The nonce of the page's content security policy. Default: none. */
  readonly nonce?: string
  /** Where the page gets waypost from. Default: `/waypost.js`. */
  readonly src?: string
  /** Text that the tag replaces. Default: none, it goes to the end of the head. */
  readonly placeholder?: string
  /** How much of an address leaves, unless the configuration says it. Default: `path`; `pattern` needs the router. */
  readonly urls?: 'path' | 'pattern' | 'full'
  /** What the switch says. Off: the page loads nothing. Default: `true`. */
  readonly enabled?: boolean
}

/** The script tag; empty when there is nothing to load. */
export function scriptTag(config: TelemetryConfig, options: InjectOptions = {}): string {
  const { nonce, src = '/waypost.js', enabled = true } = options
  const { posthog } = config.frontend
  if (!enabled || config.enabled === false || !posthog?.apikey) return ''
  const attributes = {
    ...(nonce === undefined ? {} : { nonce }),
    src,
    'data-key': posthog.apikey,
    'data-host': posthog.apiurl,
    ...tagOptions(posthog.options, options),
  }
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${attribute(value)}"`)
  return `<script defer${written.join('')}></script>`
}

/**
 * Puts waypost's script tag into a page that is served. Without a key, or switched off, the page stays as it is, but for
 * the placeholder.
 *
 * @example injectWaypost(html, config, { nonce, enabled: telemetry.status().switch.enabled })
 */
export function injectWaypost(html: string, config: TelemetryConfig, options: InjectOptions = {}): string {
  return place(html, scriptTag(config, options), options.placeholder)
}

/** Puts tags in place of a text, else at the end of the head. By slices: a replacement would read `$&` in what it puts in. */
export function place(html: string, tags: string, placeholder?: string): string {
  const at = placeholder ? html.indexOf(placeholder) : -1
  if (placeholder && at >= 0) return html.slice(0, at) + tags + html.slice(at + placeholder.length)
  const head = html.search(/<\/head\s*>/i)
  const end = head >= 0 ? head : html.search(/<body[\s>]/i)
  return end < 0 ? tags + html : html.slice(0, end) + tags + html.slice(end)
}
