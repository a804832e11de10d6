const whole = new Intl.NumberFormat('en')
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** What is said where there is nothing to count. */
export const NOTHING = '–'

/** `12,345` */
export function count(value: number): string {
  return whole.format(value)
}

/** For axes, and where room is short: `12.3K`. */
export function compact(value: number): string {
  return short.format(value)
}

/** `3 views`, `1 view`: the plural ends in s unless it is given. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** A share as people read it: `42%`, `3.5%`, `<0.1%`. Never 0% for something, nor 100% for less than all. */
export function percent(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return NOTHING
  if (share === 0 || share === 1) return `${share * 100}%`
  if (share > 0 && share < 0.001) return '<0.1%'
  if (share > 0.999 && share < 1) return '>99.9%'
  const value = share * 100
  return value < 10 || value > 99 ? `${value.toFixed(1)}%` : `${Math.round(value)}%`
}

/** A part of a whole, 0 to 1; 0 without a whole. */
export function shareOf(part: number, total: number): number {
  return total > 0 ? Math.min(1, Math.max(0, part / total)) : 0
}

export interface Change {
  readonly direction: 'up' | 'down' | 'same' | 'unknown'
  /** `12%`; `new` from nothing; empty where nothing can be said. */
  readonly text: string
}

/** How a figure moved against the time before. */
export function changeOf(now: number | null, before: number | null | undefined): Change {
  if (now === null || before === null || before === undefined) return { direction: 'unknown', text: '' }
  if (before === 0) return now === 0 ? { direction: 'same', text: '0%' } : { direction: 'up', text: 'new' }
  const moved = now / before - 1
  const size = Math.abs(moved)
  if (size < 0.005) return { direction: 'same', text: '0%' }
  const text = size >= 10 ? `×${(now / before).toFixed(0)}` : `${Math.round(size * 100)}%`
  return { direction: moved > 0 ? 'up' : 'down', text }
}
