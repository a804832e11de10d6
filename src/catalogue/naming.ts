import type { Case } from './declaration.js'

/** No name begins with `$`: PostHog reserves it. */
const PATTERNS: Readonly<Record<Case, RegExp>> = {
  snake_case: /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/,
  camelCase: /^[a-z][a-zA-Z0-9]*$/,
  PascalCase: /^[A-Z][a-zA-Z0-9]*$/,
}

export const CASES = Object.keys(PATTERNS)
export const isCase = (value: unknown): value is Case => typeof value === 'string' && CASES.includes(value)
export const isWritten = (name: string, rule: Case): boolean => PATTERNS[rule].test(name)
