import { onUnmounted, ref } from 'vue'

const STEPS = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' })

/** The time, second by second, while a component is shown. */
export function useNow() {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), 1_000)
  onUnmounted(() => clearInterval(timer))
  return now
}

/** `12 seconds ago`, `in 23 hours`. */
export function away(iso: string, now: number): string {
  const distance = Date.parse(iso) - now
  const [size, unit] = STEPS.find(([one]) => Math.abs(distance) >= one) ?? STEPS[3]
  const count = Math.trunc(distance / size)
  return count === 0 ? 'now' : relative.format(count, unit)
}

/** `26 Nov 2026, 13:40:12` */
export const moment = (iso: string): string =>
  new Date(iso).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
