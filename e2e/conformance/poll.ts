import { setTimeout as sleep } from 'node:timers/promises'

/** Looks every few milliseconds whether something has become true. Returns whether it did in time. */
export async function becomes(fact: () => boolean | Promise<boolean>, timeout = 10_000): Promise<boolean> {
  const end = Date.now() + timeout
  while (!(await fact())) {
    if (Date.now() > end) return false
    await sleep(20)
  }
  return true
}

export async function mustBecome(what: string, fact: () => boolean | Promise<boolean>): Promise<void> {
  if (!(await becomes(fact))) throw new Error(`${what} did not happen.`)
}
