import type { Schedule } from '../../core/index.js'
import { within } from '../delivery/within.js'
import { errorCode } from '../measure.js'

/** Gathers some numbers: a flat object, whose names may have dots in them. `platform.counts.users` */
export interface MetricModule {
  /** They run by name: `004-platform`. */
  readonly name: string
  collect(): Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>
}

/** One that failed, and why, as a code. */
export interface FailedModule {
  readonly name: string
  readonly code: string
}

/** Puts a value where its dotted name says. Whether there was a place for it. */
function put(tree: Record<string, unknown>, dotted: string, value: unknown): boolean {
  const names = dotted.split('.')
  if (names.some((name) => name === '' || name === '__proto__')) return false
  const last = names.pop() ?? ''
  let at = tree
  for (const name of names) {
    const next = Object.hasOwn(at, name) ? at[name] : (at[name] = {})
    if (typeof next !== 'object' || next === null) return false
    at = next as Record<string, unknown>
  }
  if (Object.hasOwn(at, last)) return false
  at[last] = value
  return true
}

/**
 * Runs all modules, each for itself: one that throws, hangs, or says what another has said, is left out and named.
 *
 * @param limit milliseconds that each may take
 */
export async function gather(modules: readonly MetricModule[], limit: number, schedule: Schedule) {
  const sorted = [...modules].sort((a, b) => a.name.localeCompare(b.name))
  const results = await Promise.allSettled(
    sorted.map((module) => within(() => module.collect(), limit, schedule)),
  )
  const payload: Record<string, unknown> = {}
  const failed: FailedModule[] = []
  results.forEach((result, index) => {
    const name = sorted[index]?.name ?? ''
    if (result.status === 'rejected') return void failed.push({ name, code: errorCode(result.reason) })
    for (const [dotted, value] of Object.entries(Object(result.value)))
      if (!put(payload, dotted, value)) failed.push({ name, code: 'NO_PLACE' })
  })
  return { payload, failed }
}
