import { once } from 'node:events'
import { startKept } from './kept-process.ts'

/** A screen that nobody sees: windows need one. Without Xvfb the screen that is there is taken. */
export async function startDisplay(xvfb: string | undefined) {
  if (!xvfb) return { name: process.env['DISPLAY'] ?? ':0', stop: async () => {} }
  const { output, stop } = startKept(xvfb, [
    '-displayfd',
    '3',
    '-screen',
    '0',
    '1400x1000x24',
    '-nolisten',
    'tcp',
  ])
  if (!output) throw new Error('Xvfb has no pipe to name its display.')
  // It takes the first number that is free, and says which.
  const [number] = await once(output, 'data')
  return { name: `:${String(number).trim()}`, stop }
}
