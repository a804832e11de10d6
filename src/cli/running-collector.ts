import type { Environment } from '../node/index.js'

/**
 * Asks a collector that is running, with its read token where the environment has it.
 *
 * @throws {Error} nobody answers, or it refuses: with its own words
 */
export async function askRunning(
  url: string,
  path: string,
  { env, ...init }: RequestInit & { readonly env: Environment },
): Promise<Response> {
  const base = url.replace(/\/+$/, '')
  const token = env['WAYPOST_READ_TOKEN']
  let response: Response
  try {
    response = await fetch(base + path, {
      ...init,
      ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    })
  } catch (error) {
    const message = `Nobody answers at ${base}: start the collector, or ask its folder with --data <folder>.`
    throw new Error(message, { cause: error })
  }
  if (response.ok) return response
  if (response.status === 401)
    throw new Error(`${base} takes a read token: set WAYPOST_READ_TOKEN to the one that it was started with.`)
  const refused = (await response.json().catch(() => undefined)) as
    { readonly error?: { readonly message: string } } | undefined
  throw new Error(refused?.error?.message ?? `${base} is no collector: it answers ${response.status}.`)
}
