import type { Problem } from './types.js'

type Suspicion = Omit<Problem, 'file' | 'line' | 'field'> & { readonly path: readonly string[] }

const OPTIONS = {
  telemetry: ['enabled', 'url', 'label', 'frontend', 'backend'],
  frontend: ['posthog', 'plausible'],
  posthog: ['apikey', 'apiurl', 'capture_pageview'],
}
/** Names of the same thing elsewhere. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  key: 'apikey',
  token: 'apikey',
  apihost: 'apiurl',
  host: 'apiurl',
}

/**
 * What was probably meant otherwise. An opt-out that is misspelt would be none, so where one may have been meant it is an
 * error, and telemetry stays off.
 */
export function suspects(file: unknown): Suspicion[] {
  const found: Suspicion[] = []
  const root = names(file)
  for (const name of root)
    if (name !== 'telemetry' && plain(name) === 'telemetry')
      found.push(misspelt('error', [name], 'telemetry'))
  const telemetry = inside(file, 'telemetry')
  if (root.includes('telemetry') && (telemetry === null || telemetry === undefined))
    for (const name of root.filter((one) => ['enabled', 'frontend'].includes(one)))
      found.push({
        level: 'error',
        path: [name],
        message: 'it stands beside telemetry, not below it',
        fix: 'indent it by two blanks',
      })
  for (const name of names(telemetry)) {
    if (OPTIONS.telemetry.includes(name)) continue
    const path = ['telemetry', name]
    const meant = nearest(name, OPTIONS.telemetry)
    if (/^_*(en|dis)_?a?b/i.test(name)) found.push(misspelt('error', path, 'enabled'))
    else if (meant) found.push(misspelt(meant === 'frontend' ? 'warning' : 'error', path, meant))
    else found.push({ level: 'warning', path, message: 'there is no such option', fix: 'leave it out' })
  }
  const frontend = inside(telemetry, 'frontend')
  for (const [block, at] of [
    [frontend, 'frontend'],
    [inside(frontend, 'posthog'), 'posthog'],
  ] as const)
    for (const name of names(block)) {
      const meant = nearest(name, OPTIONS[at])
      const path = ['telemetry', 'frontend', ...(at === 'posthog' ? [at] : []), name]
      if (meant && meant !== name) found.push(misspelt('warning', path, meant))
    }
  return found
}

function misspelt(level: Problem['level'], path: readonly string[], meant: string): Suspicion {
  return { level, path, message: `there is no such option; ${meant} is one`, fix: `write ${meant}` }
}

const plain = (name: string) => name.toLowerCase().replace(/[_-]/g, '')

function nearest(name: string, options: readonly string[]): string | undefined {
  const meant = options.find((option) => plain(option) === plain(name))
  const other = OTHER_NAMES[plain(name)]
  return meant ?? (other && options.includes(other) ? other : undefined)
}

/** Whether a name beside PostHog's key is one of waypost's options, written otherwise. */
export const isMisspelt = (name: string): boolean => nearest(name, OPTIONS.posthog) !== undefined

const names = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []
export const inside = (value: unknown, name: string): unknown =>
  names(value).includes(name) ? Reflect.get(Object(value), name) : undefined
