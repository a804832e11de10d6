export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`
}

/** With its sign: “+0 ms” between a leave and the view that follows it. */
export function formatMilliseconds(milliseconds: number): string {
  const sign = milliseconds < 0 ? '−' : '+'
  const size = Math.abs(milliseconds)
  return sign + (size < 1000 ? `${Math.round(size)} ms` : formatSeconds(size / 1000))
}

export function formatClock(timestamp: number): string {
  return new Date(timestamp).toLocaleTimeString('en-GB')
}
