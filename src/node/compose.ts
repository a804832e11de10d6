import { arch, platform } from 'node:os'
import type { Catalogue, CheckProblem } from '../catalogue/index.js'
import { createMask, isIdName } from '../core/index.js'
import type { Clock } from '../core/index.js'
import type { Waiting } from './delivery/queue.js'

export interface ComposeOptions {
  readonly product: { readonly name: string; readonly version: string }
  readonly catalogue: Pick<Catalogue, 'check'>
  readonly freeText: boolean
  readonly clientType: string
  readonly clock: Clock
  readonly newId: () => string
  readonly tell: (problem: CheckProblem) => void
}

/** Ids have nothing in them that the mask would find. */
const PLAIN_ID = /^[\w-]{1,128}$/
/** Where a graph has ids under other names. */
const GRAPH_IDS = new Set(['nodes', 'source', 'target'])

/** Makes events as they leave, but for who they are from: checked, masked, with what every event has. */
export function createCompose(options: ComposeOptions) {
  const { product, catalogue, freeText, clientType, clock, newId, tell } = options
  const mask = createMask()
  const checkOptions = { freeText, known: { version: product.version, Version: product.version } }
  const common: Readonly<Record<string, unknown>> = {
    // Nobody is behind an install: PostHog is to make no person of it.
    $process_person_profile: false,
    product: product.name,
    product_version: product.version,
    os: platform(),
    arch: arch(),
    runtime: `node ${process.versions.node}`,
    client_type: clientType,
  }
  /** The same as JSON, without the brace at its end: it is in every event, and need not be made for each. */
  const commonJson = JSON.stringify(common).slice(0, -1)

  const protectedText = (text: string, isId: boolean) =>
    isId && PLAIN_ID.test(text) ? text : mask.text(text, isId)

  /** In place: what `check` returns is a copy. */
  function protect(values: Record<string, unknown> | unknown[], isId: boolean) {
    for (const name of Object.keys(values)) {
      const value: unknown = Reflect.get(values, name)
      if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) continue
      const isItsId = isId || (!Array.isArray(values) && (isIdName(name) || GRAPH_IDS.has(name)))
      if (typeof value === 'string') Reflect.set(values, name, protectedText(value, isItsId))
      else protect(value as Record<string, unknown>, isItsId)
    }
  }

  /** Common properties and an event's own, which go before them. */
  function propertiesJson(own: Record<string, unknown>): string {
    const names = Object.keys(own)
    if (!names.length) return `${commonJson}}`
    if (names.some((name) => Object.hasOwn(common, name))) return JSON.stringify({ ...common, ...own })
    return `${commonJson},${JSON.stringify(own).slice(1)}`
  }

  return (event: string, given: unknown): Waiting | undefined => {
    const { properties, problems, truncated } = catalogue.check(event, given, checkOptions)
    problems.forEach(tell)
    if (!properties) return undefined
    protect(properties, false)
    if (truncated) properties['truncated'] = truncated
    const timestamp = new Date(clock.now()).toISOString()
    const start = `{"event":${JSON.stringify(event)},"uuid":${JSON.stringify(newId())},"timestamp":"${timestamp}"`
    const json = `${start},"properties":${propertiesJson(properties)}}`
    return { json, bytes: Buffer.byteLength(json), ...(truncated && { isCut: true }) }
  }
}
