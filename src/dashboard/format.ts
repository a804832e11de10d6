/** Local time of day with milliseconds, the same width for every row: `09:05:01.042`. */
export function timeOfDay(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  const pad = (value: number, width = 2): string => String(value).padStart(width, '0')
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part)).join(':')
  return `${clock}.${pad(date.getMilliseconds(), 3)}`
}

/** Local date and time of day: `2026-05-04 09:05:01.042`. */
export function dateAndTime(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  return `${parts.map((part) => String(part).padStart(2, '0')).join('-')} ${timeOfDay(iso)}`
}

/** Seconds as people say them: `0.4 s`, `12 s`, `3m 05s`, `2h 10m`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${String(whole % 60).padStart(2, '0')}s`
  const minutes = Math.round(whole / 60)
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`
}

/** Bytes in the unit that reads best: `812 B`, `3.4 kB`, `1.1 GB`. */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 999_950) return `${(bytes / 1000).toFixed(1)} kB`
  return bytes < 999_950_000 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}

export type JsonPart = { readonly kind: 'key' | 'string' | 'literal' | 'plain'; readonly text: string }

/** Splits indented JSON into parts to colour. Longer texts than `limit` stay in one piece. */
export function jsonParts(json: string, limit = 60_000): JsonPart[] {
  if (json.length > limit) return [{ kind: 'plain', text: json }]
  const parts: JsonPart[] = []
  let end = 0
  for (const match of json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d[\d.eE+-]*/g)) {
    if (match.index > end) parts.push({ kind: 'plain', text: json.slice(end, match.index) })
    const [whole, quoted, colon] = match
    parts.push({ kind: colon ? 'key' : quoted ? 'string' : 'literal', text: whole })
    end = match.index + whole.length
  }
  if (end < json.length) parts.push({ kind: 'plain', text: json.slice(end) })
  return parts
}

const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' })
const dayAndTime = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const time = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** Local time of a moment, as exact as its step needs: `14:30`, `May 4, 14:00`, `May 4`. */
export function moment(iso: string, step: number): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  return (step >= 86_400 ? day : step >= 3600 ? dayAndTime : time).format(date)
}

/** The same for an axis, where what all points share is left out: a time of day within two days, else the day. */
export function axisMoment(iso: string, seconds: number): string {
  return moment(iso, seconds <= 2 * 86_400 ? 60 : 86_400)
}

/** The same for one step by itself: it always has its day. */
export function beginOfStep(iso: string, step: number): string {
  return moment(iso, step >= 86_400 ? 86_400 : 3600)
}

/** Local day and minute: `May 4, 14:30`. */
export function minute(iso: string): string {
  return moment(iso, 3600)
}
