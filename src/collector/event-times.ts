/** When a request left, from what the body, or the old `?_=` and `?sent_at=`, say. */
export function readSentAt(inBody: unknown, inQuery: string | undefined): string | null {
  const fromBody = typeof inBody === 'string' || typeof inBody === 'number' ? toIso(inBody) : undefined
  const fromQuery = inQuery !== undefined && /^\d+$/.test(inQuery) ? toIso(Number(inQuery)) : undefined
  return fromBody ?? fromQuery ?? null
}

/** When an event happened. A date that cannot be read counts as now, as at PostHog. */
export function readTimestamp(
  timestamp: string | undefined,
  offset: number | undefined,
  sentAt: string | null,
  receivedAt: string,
): string {
  const own = timestamp === undefined ? undefined : toIso(timestamp)
  if (own !== undefined) return own
  if (offset === undefined) return receivedAt
  return toIso(Date.parse(sentAt ?? receivedAt) - offset) ?? receivedAt
}

function toIso(time: string | number): string | undefined {
  const date = new Date(time)
  // Seconds instead of milliseconds, and other values no client clock shows, fall before this.
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1971 ? undefined : date.toISOString()
}
