import * as v from 'valibot'

const YES = ['true', 'yes', 'on']
const NO = ['false', 'no', 'off']

/** `true`, `false`, and the words that older YAML takes for them. */
const flag = v.union(
  [
    v.boolean(),
    v.pipe(
      v.string(),
      v.trim(),
      v.toLowerCase(),
      v.picklist([...YES, ...NO]),
      v.transform((word) => YES.includes(word)),
    ),
  ],
  'it is neither true nor false',
)
const text = v.pipe(v.string('it is no text'), v.trim())

const isWeb = (url: string) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
/** An empty one is none. */
const webAddress = v.pipe(
  text,
  v.check((url) => !url || isWeb(url), 'it is no http:// or https:// address'),
)
/** A path leads to a proxy on the site itself. */
const posthogAddress = v.pipe(
  text,
  v.check(
    (url) => !url || isWeb(url) || /^\/(?![/\\])/.test(url),
    'it is neither an https:// address nor a path',
  ),
)
const key = v.pipe(
  text,
  v.check((one) => !/[\s<>"'&]/.test(one), 'it is no project key: it has blanks or brackets in it'),
)

const block = <E extends v.ObjectEntries>(entries: E) =>
  v.nullish(v.looseObject(entries, 'it is no block of options'))

/** FlowForge's block `telemetry`, as it stands. What it does not name is let through. */
export const telemetrySchema = block({
  enabled: v.nullish(flag),
  url: v.nullish(webAddress),
  label: v.nullish(v.pipe(text, v.maxLength(100, 'it has more than 100 characters'))),
  frontend: block({
    posthog: block({
      apikey: v.nullish(key),
      apiurl: v.nullish(posthogAddress),
      capture_pageview: v.nullish(flag),
    }),
    plausible: block({ domain: v.nullish(v.unknown()) }),
  }),
})
export type TelemetryBlock = v.InferOutput<typeof telemetrySchema>

/** What environment variables say. */
export const environmentSchema = v.object({
  url: v.optional(webAddress),
  label: v.optional(v.pipe(text, v.maxLength(100, 'it has more than 100 characters'))),
  apikey: v.optional(key),
  apiurl: v.optional(webAddress),
})

/** What to do about a field that is wrong, by its last name. */
export const FIXES: Readonly<Record<string, string>> = {
  telemetry: 'write telemetry: and the options indented below it',
  enabled: 'write enabled: true or enabled: false',
  url: 'give the whole address, such as https://ping.example.com',
  label: 'give a short text, in quotes if it is a number',
  apikey: 'copy the project key from PostHog’s settings, in quotes',
  apiurl: 'give the whole address, such as https://eu.i.posthog.com',
  capture_pageview: 'write capture_pageview: true or capture_pageview: false',
}
