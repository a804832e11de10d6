// @vitest-environment node
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decode } from './decode.js'
import type { EncodedRequest } from './decode.js'

const limit = 10_000
const value = { event: '$pageview', title: 'Ünïcödé 🦔' }
const json = JSON.stringify(value)
const base64 = Buffer.from(json).toString('base64')
const form = 'application/x-www-form-urlencoded'

function decodeBody(body: string | Buffer, rest: Partial<EncodedRequest> = {}) {
  return decode({ bytes: Buffer.from(body as string), limit, ...rest })
}

async function codeOf(body: string | Buffer, rest: Partial<EncodedRequest> = {}): Promise<unknown> {
  const failure: unknown = await decodeBody(body, rest).catch((error: unknown) => error)
  expect(failure).toMatchObject({ name: 'Refusal', message: expect.stringMatching(/\.$/) })
  return (failure as { code: unknown }).code
}

describe('decode', () => {
  it.each<[string, string | Buffer, Partial<EncodedRequest>, string]>([
    ['plain JSON', json, {}, 'none'],
    ['JSON after a byte order mark and white space', `\uFEFF \n${json}\n`, {}, 'none'],
    ['gzip by its bytes', gzipSync(json), { contentType: 'text/plain' }, 'gzip'],
    ['gzip by its header', gzipSync(json), { contentEncoding: 'GZIP' }, 'gzip'],
    ['gzip by the old query', gzipSync(json), { compression: 'gzip-js' }, 'gzip'],
    ['gzip sent as a form', gzipSync(json), { contentType: form }, 'gzip'],
    ['base64', base64, {}, 'base64'],
    ['base64 of gzip', gzipSync(json).toString('base64'), { compression: 'gzip-js' }, 'base64'],
    ['base64 with + turned into spaces', base64.replaceAll('+', ' '), { compression: 'base64' }, 'base64'],
    ['a form of base64', `data=${encodeURIComponent(base64)}`, { contentType: form }, 'base64'],
    [
      'a form of unescaped base64',
      `data=${base64}&ip=1`,
      { contentType: `${form}; charset=UTF-8` },
      'base64',
    ],
    [
      'a form that names its compression',
      `compression=base64&data=${encodeURIComponent(base64)}`,
      { contentType: form },
      'base64',
    ],
    [
      'a form of JSON',
      `data=${encodeURIComponent(json)}`,
      { contentType: form, compression: 'base64' },
      'none',
    ],
    ['JSON called a form', json, { contentType: form }, 'none'],
  ])('reads %s', async (_name, body, rest, encoding) => {
    expect(await decodeBody(body, rest)).toMatchObject({ value, encoding })
  })

  it.each<[string, string | Buffer, Partial<EncodedRequest>, string]>([
    ['nothing', '', {}, 'empty_body'],
    ['an empty form field', 'data=', { contentType: form }, 'invalid_json'],
    ['a form without data', 'payload=1', { contentType: form }, 'invalid_form'],
    ['half an object', '{"event":', {}, 'invalid_json'],
    ['text', 'hello, world', {}, 'invalid_json'],
    ['plain JSON declared as gzip', json, { contentEncoding: 'gzip' }, 'invalid_gzip'],
    ['truncated gzip', gzipSync(json).subarray(0, 30), {}, 'invalid_gzip'],
    [
      'damaged gzip',
      Buffer.concat([gzipSync(json).subarray(0, 14), Buffer.alloc(20, 0xff)]),
      {},
      'invalid_gzip',
    ],
    ['broken base64', '!!!!', { compression: 'base64' }, 'invalid_base64'],
    ['unpadded base64', 'eyJ9eyJ9eyJ9e', { compression: 'base64' }, 'invalid_base64'],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe]), {}, 'invalid_utf8'],
    ['a gzip bomb', gzipSync(Buffer.alloc(limit + 1, 0x20)), {}, 'body_too_large'],
    [
      'base64 of a gzip bomb',
      gzipSync(Buffer.alloc(limit * 100, 0x20)).toString('base64'),
      {},
      'body_too_large',
    ],
    ['too much nesting', `${'['.repeat(200)}${']'.repeat(200)}`, {}, 'too_deep'],
  ])('refuses %s by name', async (_name, body, rest, code) => {
    expect(await codeOf(body, rest)).toBe(code)
  })

  it('takes what is exactly as large, and as deep, as allowed', async () => {
    const text = JSON.stringify('x'.repeat(limit - 2))
    await expect(decodeBody(gzipSync(text))).resolves.toMatchObject({ length: limit })
    await expect(decodeBody(`${'['.repeat(127)}${']'.repeat(127)}`)).resolves.toBeDefined()
    expect(await codeOf(`${'['.repeat(128)}${']'.repeat(128)}`)).toBe('too_deep')
    expect(await codeOf(`${'{"a":'.repeat(128)}1${'}'.repeat(128)}`)).toBe('too_deep')
  })

  it.each(['plain', 'Grüße, 漢字 and 🙂', '\ufeffwith a byte order mark'])(
    'reads UTF-8: %s',
    async (text) => {
      const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
      const { value } = await decodeBody(`${mark}${JSON.stringify([text.slice(mark.length)])}`)
      expect(value).toEqual([text.slice(mark.length)])
    },
  )
})
