/** Local time as `<input type="datetime-local">` has it: `2026-05-04T09:05`. */
export function localInput(time: number): string {
  const date = new Date(time)
  const pad = (value: number): string => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}`
}

/** What such a field says, as ISO 8601 in UTC; `undefined` where it says nothing. */
export function momentOfInput(text: string): string | undefined {
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}
