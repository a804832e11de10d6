import * as v from 'valibot'
import { FIXES, telemetrySchema } from './schema.js'
import type { TelemetryBlock } from './schema.js'
import { inside, isMisspelt, suspects } from './suspects.js'
import type { FrontendPosthogConfig, Problem, TelemetryConfig } from './types.js'
import { parseYaml } from './yaml-file.js'

/** As FlowForge documents it. */
export const DEFAULT_APIURL = 'https://app.posthog.com'

/** FlowForge's configuration file, of which only the block `telemetry` is looked at. */
export function fromYaml(text: string, file: string): TelemetryConfig {
  const { value, lineOf, problems: unreadable } = parseYaml(text, file)
  const problems: Problem[] = [...unreadable]
  const tell = (level: Problem['level'], path: readonly string[], message: string, fix: string) => {
    const line = lineOf(path)
    problems.push({
      level,
      file,
      ...(line === undefined ? {} : { line }),
      field: path.join('.'),
      message,
      fix,
    })
  }
  if (value !== null && value !== undefined && (typeof value !== 'object' || Array.isArray(value)))
    tell('error', ['the file'], 'it has no options in it', 'write telemetry: and options below it')
  for (const { level, path, message, fix } of suspects(value)) tell(level, path, message, fix)

  const result = v.safeParse(telemetrySchema, inside(value, 'telemetry'))
  for (const { path, message } of result.issues ?? []) {
    const field = ['telemetry', ...(path ?? []).map(({ key }) => String(key))]
    tell('error', field, message, FIXES[field.at(-1) ?? ''] ?? 'write options indented below it')
  }
  if (!result.success || problems.some(({ level }) => level === 'error'))
    return { enabled: false, frontend: {}, backend: {}, problems }

  const { enabled, url, label, frontend } = result.output ?? {}
  if (frontend?.plausible?.domain)
    tell(
      'warning',
      ['telemetry', 'frontend', 'plausible', 'domain'],
      'Plausible is deprecated since FlowForge 0.9, and nothing is sent to it',
      'remove it; set telemetry.frontend.posthog.apikey to count page views',
    )
  const posthog = posthogOf(frontend?.posthog)
  return {
    ...(typeof enabled === 'boolean' ? { enabled } : {}),
    ...(url ? { url } : {}),
    ...(label ? { label } : {}),
    frontend: posthog ? { posthog } : {},
    // A path leads somewhere only in a browser.
    backend:
      posthog && !posthog.apiurl.startsWith('/')
        ? { posthog: { apikey: posthog.apikey, apiurl: posthog.apiurl } }
        : {},
    problems,
  }
}

type PosthogBlock = NonNullable<NonNullable<TelemetryBlock>['frontend']>['posthog']

function posthogOf(block: PosthogBlock): FrontendPosthogConfig | undefined {
  const { apikey, apiurl, capture_pageview, ...others } = block ?? {}
  if (!apikey) return undefined
  // What was warned of would else reach posthog-js under a name that it knows.
  const passed = Object.entries(others).filter(([name]) => !isMisspelt(name))
  return {
    apikey,
    apiurl: apiurl || DEFAULT_APIURL,
    capture_pageview: capture_pageview ?? true,
    // Through JSON: they go into a page.
    options: JSON.parse(JSON.stringify(Object.fromEntries(passed))) as Record<string, unknown>,
  }
}
