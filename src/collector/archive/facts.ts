/**
 * What the column `facts` consists of: the short properties of an event as one text, in which `contains()` finds one of them. To
 * read the JSON of ten million events takes seconds, to look through these texts a tenth of that.
 *
 * A fact is `<name> IS <value> END`, after an END: the characters of ASCII for just that. They are in neither name nor value,
 * so that what is found is a whole fact.
 */
const [END, IS] = ['\u001e', '\u001f']
const LONGEST = 100
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const CONTROL = /[\u0000-\u001f]/

/** Properties that have a column of their own: it holds texts, as the schema says. */
export const TEXT_COLUMNS: ReadonlyMap<string, string> = new Map([
  ['$host', 'host'],
  ['$pageview_id', 'view_id'],
  ['$pathname', 'pathname'],
  ['$referring_domain', 'referring_domain'],
  ['$session_id', 'session_id'],
  ['$window_id', 'window_id'],
  ['from', '"from"'],
  ['leave_reason', 'leave_reason'],
  ['navigation_type', 'navigation_type'],
  ['title', 'title'],
  ['to', '"to"'],
])
/** Another one for each visitor, view or measurement: to be found they are not worth their room. */
const UNIQUE = new Set([
  '$current_url',
  '$device_id',
  '$insert_id',
  'distinct_id',
  'route_pattern',
  'view_number',
])

/** The facts among the properties of an event: texts, booleans and whole numbers. */
export function factsOf(properties: Readonly<Record<string, unknown>>): string {
  let facts = END
  for (const name in properties) {
    const value = properties[name]
    if (!isScalar(value) || !isListed(name)) continue
    const text = String(value)
    if (isShort(text)) facts += name + IS + text + END
  }
  return facts
}

/**
 * What `facts` contains where the property has this value, as text.
 *
 * @returns `undefined` when the facts can't tell, and `properties` has to be read
 */
export function factOf(name: string, value: string): string | undefined {
  const mayBeOther = /^[[{]/.test(value) || isFraction(value)
  return isListed(name) && isShort(value) && !mayBeOther ? END + name + IS + value + END : undefined
}

/** The same for events of a database that had no such column. Fractions do no harm: nobody looks for them here. */
export const FACTS_OF_OLD_EVENTS = `
UPDATE events SET facts = chr(30) || coalesce((
  SELECT string_agg(key || chr(31) || (value ->> '$') || chr(30), '') FROM json_each(events.properties)
  WHERE type IN ('VARCHAR', 'BOOLEAN', 'BIGINT', 'UBIGINT') AND length(key) <= ${LONGEST}
    AND length(value ->> '$') <= ${LONGEST} AND NOT regexp_matches(key || (value ->> '$'), '[\\x00-\\x1f]')
), '')
WHERE facts IS NULL`

const isScalar = (value: unknown) =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isInteger(value)
const isListed = (name: string) =>
  !TEXT_COLUMNS.has(name) && !UNIQUE.has(name) && !name.startsWith('$prev_') && isShort(name)
const isShort = (text: string) => text.length <= LONGEST && !CONTROL.test(text)
const isFraction = (text: string) => {
  const number = Number(text)
  return !Number.isNaN(number) && !Number.isInteger(number)
}
