// @vitest-environment node
import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { run } from './run.js'

/** A terminal that remembers what was printed, and a Ctrl+C to press. */
function terminal() {
  const out: string[] = []
  const err: string[] = []
  let bannerPrinted: (text: string) => void
  let pressCtrlC: () => void
  const banner = new Promise<string>((resolve) => (bannerPrinted = resolve))
  const stopped = new Promise<void>((resolve) => (pressCtrlC = resolve))
  return {
    surroundings: {
      print: (text: string) => {
        out.push(text)
        bannerPrinted(text)
      },
      printError: (text: string) => void err.push(text),
      untilStopped: () => stopped,
      env: {},
      user: () => 'jane',
    },
    out: () => out.join('\n'),
    err: () => err.join('\n'),
    banner,
    pressCtrlC: () => pressCtrlC(),
  }
}

describe('waypost', () => {
  it.each([['--help'], ['collect', '--help'], ['help', 'collect']])(
    'prints its help for %s',
    async (...args) => {
      const { surroundings, out, err } = terminal()
      expect(await run(args, surroundings)).toBe(0)
      expect(out()).toContain('Usage: waypost')
      expect(err()).toBe('')
    },
  )

  it('prints its version', async () => {
    const { surroundings, out } = terminal()
    expect(await run(['--version'], surroundings)).toBe(0)
    expect(out()).toBe(__VERSION__)
  })

  it.each([[['colect']], [['--nonsense']], [['collect', '--nonsense']], [['collect', 'extra']]])(
    'ends with 2 and a hint at --help for %j',
    async (args) => {
      const { surroundings, err } = terminal()
      expect(await run(args, surroundings)).toBe(2)
      expect(err()).toMatch(/^error: /)
      expect(err()).toContain('--help')
    },
  )

  it('shows the help, and fails, without a command', async () => {
    const { surroundings, err } = terminal()
    expect(await run([], surroundings)).toBe(2)
    expect(err()).toContain('collect')
  })
})

describe('waypost collect', () => {
  it('prints where things are, collects, and ends with 0 when stopped', async () => {
    const { surroundings, banner, pressCtrlC, out } = terminal()
    const ended = run(['collect', '--port', '0'], surroundings)
    const text = await banner
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? ''
    expect(text).toContain(`Live page   ${url}/`)
    expect(text).toContain(`data-host="${url}"`)
    expect(text).toContain(`api_host: '${url}'`)
    expect(text).toContain('Ctrl+C')

    const [, curlBody = ''] = /curl .* -d '(.*)'/.exec(text) ?? []
    const response = await fetch(`${url}/e/`, { method: 'POST', body: curlBody })
    expect([response.status, await response.json()]).toEqual([200, { status: 1 }])

    pressCtrlC()
    expect(await ended).toBe(0)
    expect(out()).toMatch(/Stopping\.$/)
    await expect(fetch(url)).rejects.toThrow()
  })

  it.each(['abc', '-1', '65536', '80.5', '', '1e3', '0x50'])(
    'refuses --port %j with 2 and the range',
    async (port) => {
      const { surroundings, err } = terminal()
      expect(await run(['collect', `--port=${port}`], surroundings)).toBe(2)
      expect(err()).toContain('from 0 to 65535')
    },
  )

  it('names a port that is in use, and the way out, and ends with 1', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    const address = holder.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    try {
      const { surroundings, err } = terminal()
      expect(await run(['collect', '--port', String(port)], surroundings)).toBe(1)
      expect(err()).toMatch(
        new RegExp(`^error: Port ${port} on 127\\.0\\.0\\.1 is already in use: .*another port`),
      )
    } finally {
      holder.close()
    }
  })

  it('does not open to the network without a read token, and says how to make one', async () => {
    const { surroundings, err } = terminal()
    expect(await run(['collect', '--port', '0', '--host', '0.0.0.0'], surroundings)).toBe(1)
    expect(err()).toMatch(/^error: .*host is 0\.0\.0\.0.*--read-token.*WAYPOST_READ_TOKEN/)
  })

  it('names a host that is not of this machine, and ends with 1', async () => {
    const lan = ['collect', '--port', '0', '--host', '192.0.2.1']
    const { surroundings, err } = terminal()
    expect(await run([...lan, '--read-token', '0123456789abcdef'], surroundings)).toBe(1)
    expect(err()).toContain('192.0.2.1 is not an address of this machine')
  })
})
