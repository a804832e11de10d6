// @vitest-environment node
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

vi.setConfig({ testTimeout: 20_000, hookTimeout: 60_000 })

const root = fileURLToPath(new URL('../../', import.meta.url))
let folder: string

/** The program as a process of its own, bundled inside the project so that it finds its dependencies. */
beforeAll(async () => {
  const cache = join(root, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  folder = await mkdtemp(join(cache, 'waypost-cli-'))
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    define: { __DEV__: 'false', __VERSION__: '"1.2.3"' },
    build: { ssr: fileURLToPath(new URL('./index.ts', import.meta.url)), outDir: folder, emptyOutDir: true },
  })
})

afterAll(() => rm(folder, { recursive: true, force: true }))

function start(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [join(folder, 'index.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, WAYPOST_READ_TOKEN: '', ...env },
  })
  const printed = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.err += text))
  const exit = once(child, 'close').then(([code]: (number | null)[]) => code)
  return { child, printed, exit }
}

describe('the waypost program', () => {
  it('prints its version', async () => {
    const { printed, exit } = start({}, '--version')
    expect(await exit).toBe(0)
    expect(printed).toEqual({ out: '1.2.3\n', err: '' })
  })

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'closes on %s, an open event stream notwithstanding',
    async (signal) => {
      const { child, printed, exit } = start({}, 'collect', '--port', '0')
      while (!printed.out.includes('Ctrl+C')) await once(child.stdout, 'data')
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed.out)?.[0] ?? ''
      const stream = await fetch(`${url}/events/stream`)
      child.kill(signal)
      expect(await exit).toBe(0)
      expect(await stream.text()).toContain('event: hello')
      expect(printed.err).toBe('')
    },
  )

  it('ends with 2 on a bad port', async () => {
    const { printed, exit } = start({}, 'collect', '--port', 'http')
    expect(await exit).toBe(2)
    expect(printed.err).toContain('from 0 to 65535')
    expect(printed.out).toBe('')
  })
})

describe('waypost collect as a service', () => {
  const token = '0123456789abcdef'
  const bannerOf = async ({ child, printed }: ReturnType<typeof start>) => {
    while (!printed.out.includes('Ctrl+C')) await once(child.stdout, 'data')
    return { text: printed.out, url: /http:\/\/[^/\s]+/.exec(printed.out)?.[0] ?? '' }
  }

  it('takes the read token from the environment, says who may do what, and keeps it to itself', async () => {
    const service = start(
      { WAYPOST_READ_TOKEN: token },
      'collect',
      '--port',
      '0',
      '--host',
      '0.0.0.0',
      '--key',
      'phc_a',
    )
    const { text, url } = await bannerOf(service)
    expect(text).toMatch(/May read +who has the read token/)
    expect(text).toMatch(/May send +the keys phc_a/)
    expect(text).not.toContain(token)
    expect((await fetch(`${url}/events`)).status).toBe(401)
    expect((await fetch(`${url}/events`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
    expect((await fetch(`${url}/e/`, { method: 'POST', body: '{' })).status).toBe(400)
    service.child.kill('SIGTERM')
    expect(await service.exit).toBe(0)
    // Structured, and on stderr.
    const lines = service.printed.err.trim().split('\n')
    expect(lines.map((line): unknown => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ msg: 'refused', route: '/e', code: 'invalid_json' }),
    )
  })

  it.each([
    [['--host', '0.0.0.0'], 'WAYPOST_READ_TOKEN'],
    [['--read-token', 'short'], '16 characters or more'],
    [['--trust-proxy', 'nonsense', '--read-token', token], 'nonsense'],
  ])('does not start with %j: 1, and the way out', async (args, message) => {
    const { printed, exit } = start({}, 'collect', '--port', '0', ...args)
    expect(await exit).toBe(1)
    expect(printed.err).toContain(message)
    expect(printed.out).toBe('')
  })

  it.each([
    ['--log', 'loud'],
    ['--ping-schema', 'x'],
    ['--rate-limit', 'many'],
    ['--max-batch', '0'],
  ])('ends with 2 on %s %s', async (...args) => {
    expect(await start({}, 'collect', ...args).exit).toBe(2)
  })
})
