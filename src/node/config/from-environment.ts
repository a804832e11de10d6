import * as v from 'valibot'
import { variableName } from '../environment.js'
import type { Environment } from '../environment.js'
import { environmentSchema, FIXES } from './schema.js'
import { DEFAULT_APIURL } from './from-yaml.js'
import type { Problem, TelemetryConfig } from './types.js'

/** Variables of a product, the first that is set wins: its own names, then those that others gave the same thing. */
function variables(product: string) {
  const name = variableName(product)
  return {
    url: [`${name}_TELEMETRY_URL`, `${name}_TELEMETRY_BASE_URL`],
    label: [`${name}_TELEMETRY_LABEL`],
    apikey: ['POSTHOG_PUBLIC_API_KEY'],
    apiurl: ['POSTHOG_HOST'],
  }
}

/**
 * Configuration by environment variables: Flowise's `POSTHOG_PUBLIC_API_KEY`, Langflow's `LANGFLOW_TELEMETRY_BASE_URL`.
 * Those that switch off are not read here, but each time that `decide()` is asked.
 */
export function fromEnvironment(env: Environment, product: string): TelemetryConfig {
  const problems: Problem[] = []
  const given: Record<string, string> = {}
  const nameOf: Record<string, string> = {}
  for (const [field, names] of Object.entries(variables(product))) {
    const name = names.find((one) => Object.hasOwn(env, one) && env[one]?.trim())
    if (name === undefined) continue
    given[field] = env[name] ?? ''
    nameOf[field] = name
  }
  const result = v.safeParse(environmentSchema, given)
  for (const { path, message } of result.issues ?? []) {
    const field = String(path?.[0]?.key)
    problems.push({
      level: 'error',
      field: nameOf[field] ?? field,
      message,
      fix: FIXES[field] ?? 'correct it',
    })
  }
  if (!result.success) return { enabled: false, frontend: {}, backend: {}, problems }
  const { url, label, apikey, apiurl } = result.output
  return {
    ...(url ? { url } : {}),
    ...(label ? { label } : {}),
    frontend: {},
    backend: apikey ? { posthog: { apikey, apiurl: apiurl || DEFAULT_APIURL } } : {},
    problems,
  }
}
