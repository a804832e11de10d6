// @vitest-environment node
import { describe, expect, it } from 'vitest'
import * as entry from './index.js'
import type { CollectedEvent, CollectorOptions } from './index.js'

const { createCollector } = entry
const body = JSON.stringify({ event: 'e', distinct_id: 'd', token: 'phc_a' })

describe('createCollector', () => {
  it('is all the entry exports at run time', () => {
    expect(Object.keys(entry)).toEqual(['createCollector'])
  })

  it('tells subscribers of each event until they stop', async () => {
    const collector = await createCollector({ port: 0 })
    const seen: CollectedEvent[] = []
    const stop = collector.subscribe((event) => seen.push(event))
    await fetch(`${collector.url}/e/`, { method: 'POST', body: `[${body},${body}]` })
    stop()
    await fetch(`${collector.url}/e/`, { method: 'POST', body })
    expect(seen.map(({ seq }) => seq)).toEqual([1, 2])
    expect(collector.events()).toHaveLength(3)
    expect(collector.events({ after: 1, limit: 1 }).map(({ seq }) => seq)).toEqual([2])
    collector.clear()
    expect(collector.events()).toEqual([])
    await collector.close()
  })

  it('frees its port, and closes as often as asked', async () => {
    const collector = await createCollector({ port: 0 })
    const port = Number(new URL(collector.url).port)
    await Promise.all([collector.close(), collector.close()])
    const again = await createCollector({ port })
    expect(again.url).toBe(`http://127.0.0.1:${port}`)
    await again.close()
  })

  it('names the port that is in use, and the way out', async () => {
    const first = await createCollector({ port: 0 })
    const port = Number(new URL(first.url).port)
    await expect(createCollector({ port })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is already in use: stop the program that holds it, or choose another port`,
    )
    await first.close()
  })

  it('gives a URL one can go to when it listens everywhere', async () => {
    const collector = await createCollector({ port: 0, host: '0.0.0.0', readToken: '0123456789abcdef' })
    expect(collector.url).toMatch(/^http:\/\/localhost:\d+$/)
    await collector.close()
  })

  it('applies one body limit to every route', async () => {
    const collector = await createCollector({ port: 0, bodyLimit: body.length })
    for (const path of ['/e/', '/batch/', '/s/']) {
      expect((await fetch(collector.url + path, { method: 'POST', body })).status).toBe(200)
      expect((await fetch(collector.url + path, { method: 'POST', body: `${body} ` })).status).toBe(413)
    }
    await collector.close()
  })

  it.each<[CollectorOptions, string]>([
    [{ port: -1 }, 'port is -1'],
    [{ port: 70_000 }, 'port is 70000'],
    [{ port: Number.NaN }, 'port is NaN'],
    [{ maxEvents: 0 }, 'maxEvents is 0'],
    [{ maxBytes: 1.5 }, 'maxBytes is 1.5'],
    [{ bodyLimit: 0 }, 'bodyLimit is 0'],
  ])('refuses %j', async (options, message) => {
    await expect(createCollector(options)).rejects.toThrow(message)
  })
})
