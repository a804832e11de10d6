/** An answer that says no, in the server's words. */
async function read<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T
  const { message } = (await response.json().catch(() => ({}))) as { message?: string }
  throw new Error(message ?? `The server answered ${response.status}.`)
}

export const ask = async <T>(path: string): Promise<T> => read<T>(await fetch(path))

export const tell = async <T>(path: string, body: object = {}): Promise<T> =>
  read<T>(
    await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )
