import * as v from 'valibot'
import { isObject } from './json.js'

/**
 * The report that FlowForge documents, with the schema version and the label that waypost adds. Written down here a
 * second time: a receiver that shares its list with the sender shares its mistakes.
 */
const text = v.optional(v.string())
const count = v.optional(v.pipe(v.number(), v.integer()))
const feature = v.optional(v.strictObject({ enabled: v.optional(v.boolean()) }))

const Report = v.strictObject({
  instanceId: v.string(),
  os: v.strictObject({ type: text, release: text, arch: text }),
  env: v.strictObject({ nodejs: text, flowforge: text }),
  platform: v.optional(
    v.strictObject({
      counts: v.optional(
        v.strictObject({
          users: count,
          teams: count,
          projects: count,
          devices: count,
          projectSnapshots: count,
          projectTemplates: count,
          projectStacks: count,
          libraryEntries: count,
          sharedLibraryEntries: count,
        }),
      ),
      config: v.optional(
        v.strictObject({ driver: text, broker: feature, fileStore: feature, email: feature }),
      ),
      license: v.optional(v.strictObject({ id: text, type: text })),
    }),
  ),
  schemaVersion: count,
  label: text,
})

/** Where a report departs from the documented one. */
export interface Departures {
  /** Fields that it does not know: `platform.counts.cats`. */
  readonly unknown: readonly string[]
  /** Fields that are missing, or of another type than documented, and what they must be. */
  readonly wrong: readonly { readonly field: string; readonly must: string }[]
}

/** So that nobody fills an answer with names. */
const MOST_NAMED = 50
const LONGEST_NAME = 120

export function departures(report: unknown): Departures {
  const rest: unknown = structuredClone(report)
  const unknown: string[] = []
  for (;;) {
    const issues = v.safeParse(Report, rest).issues ?? []
    const strange = issues.filter(({ expected }) => expected === 'never')
    if (strange.length === 0 || unknown.length >= MOST_NAMED) {
      const wrong = issues.filter((issue) => !strange.includes(issue))
      return {
        unknown: unknown.sort(),
        wrong: wrong.map((issue) => ({ field: nameOf(issue), must: requirement(issue) })),
      }
    }
    // Of each object the first unknown field is named only: it is taken out, and the rest is looked at again.
    for (const issue of strange) {
      unknown.push(nameOf(issue))
      remove(rest, issue.path?.map(({ key }) => String(key)) ?? [])
    }
  }
}

type Issue = v.InferIssue<typeof Report>

function nameOf(issue: Issue): string {
  return (v.getDotPath(issue) ?? '').slice(0, LONGEST_NAME)
}

function requirement({ type, expected }: Issue): string {
  if (type === 'integer') return 'a whole number'
  if (type === 'strict_object' && expected !== 'Object') return 'there'
  return expected === 'Object' ? 'an object' : `a ${(expected ?? 'value of another type').toLowerCase()}`
}

function remove(object: unknown, path: readonly string[]): void {
  const [key, ...rest] = path
  if (key === undefined || !isObject(object)) return
  if (rest.length === 0) Reflect.deleteProperty(object, key)
  else remove(object[key], rest)
}
