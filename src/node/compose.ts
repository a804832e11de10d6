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
  const common = {
    // Nobody is behind an install: PostHog is to make no person of it.
    $process_person_profile: false,
    product: product.name,
    product_version: product.version,
    os: platform(),
    arch: arch(),
    runtime: `node ${process.versions.node}`,
    client_type: clientType,
  }

  function protect(value: unknown, isId: boolean): unknown {
    if (typeof value === 'string') return isId && PLAIN_ID.test(value) ? value : mask.text(value, isId)
    if (Array.isArray(value)) return value.map((item) => protect(item, isId))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        protect(item, isId || isIdName(name) || GRAPH_IDS.has(name)),
      ]),
    )
  }

  return (event: string, given: unknown): Waiting | undefined => {
    const { properties, problems, truncated } = catalogue.check(event, given, checkOptions)
    problems.forEach(tell)
    if (!properties) return undefined
    const json = JSON.stringify({
      event,
      uuid: newId(),
      timestamp: new Date(clock.now()).toISOString(),
      properties: { ...common, ...Object(protect(properties, false)), ...(truncated && { truncated }) },
    })
    return { json, bytes: Buffer.byteLength(json), ...(truncated && { isCut: true }) }
  }
}
