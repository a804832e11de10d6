import { isAscii, isUtf8 } from 'node:buffer'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Refusal } from './errors.js'
import { parseJson } from './json.js'
import { tooLarge } from './read-body.js'
import type { RequestFacts } from './types.js'

/** A request as far as reading its events needs it. */
export interface EncodedRequest {
  /** The body, or the bytes of `?data=`. */
  readonly bytes: Buffer
  readonly contentType?: string | undefined
  readonly contentEncoding?: string | undefined
  /** `?compression=`: `gzip`, `gzip-js`, `base64`. */
  readonly compression?: string | undefined
  /** Largest unpacked size, in bytes. */
  readonly limit: number
}

export interface DecodedRequest {
  readonly value: unknown
  readonly encoding: RequestFacts['encoding']
  /** Length of the unpacked JSON, in characters. */
  readonly length: number
}

const unzip = promisify(gunzip)

/**
 * Unpacks a request the way PostHog's ingestion does: by looking at the bytes, for its libraries
 * send gzip as `text/plain` and say nothing. What a request does declare, though, has to be true.
 */
export async function decode(request: EncodedRequest): Promise<DecodedRequest> {
  if (request.bytes.length === 0) {
    throw new Refusal(
      400,
      'empty_body',
      'The request carries no events: put them in the body as JSON, or in ?data=.',
    )
  }
  const form = readForm(request)
  const compression =
    request.compression ?? form?.compression ?? request.contentEncoding?.trim().toLowerCase()

  let { bytes, encoding } = unwrapBase64(form?.data ?? request.bytes, compression)
  if (isGzip(bytes) || compression === 'gzip' || compression === 'gzip-js') {
    bytes = await unwrapGzip(bytes, request.limit)
    if (encoding === 'none') encoding = 'gzip'
  }
  if (bytes.length > request.limit) throw tooLarge(request.limit, 'The unpacked body')

  const text = toText(bytes)
  return { value: parseJson(text), encoding, length: text.length }
}

function readForm({
  bytes,
  contentType,
}: EncodedRequest): { data: Buffer; compression: string | undefined } | undefined {
  const declared = contentType?.trim().toLowerCase().startsWith('application/x-www-form-urlencoded') ?? false
  if (!declared || isGzip(bytes)) return undefined
  const fields = new URLSearchParams(bytes.toString('utf8'))
  const data = fields.get('data')
  if (data === null) {
    // JSON under the default content type of curl and of HTML forms: harmless, so read it.
    if (/^\s*[[{]/.test(bytes.toString('latin1', 0, 64))) return undefined
    throw new Refusal(
      400,
      'invalid_form',
      'The form has no "data" field: send data=<JSON, or base64 of JSON>.',
    )
  }
  return { data: Buffer.from(data), compression: fields.get('compression') ?? undefined }
}

function unwrapBase64(
  bytes: Buffer,
  compression: string | undefined,
): { bytes: Buffer; encoding: RequestFacts['encoding'] } {
  const declared = compression === 'base64'
  if (isGzip(bytes) || /^\s*["[{]/.test(bytes.toString('latin1', 0, 64))) return { bytes, encoding: 'none' }
  // An unescaped "+" in a form or a query arrives as a space.
  const text = bytes.toString('latin1').trim().replaceAll(' ', '+')
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)
  if (isBase64 && (declared || !isBareWord(text)))
    return { bytes: Buffer.from(text, 'base64'), encoding: 'base64' }
  if (declared) {
    throw new Refusal(
      400,
      'invalid_base64',
      'The data is declared as base64 but is not: use the standard alphabet with padding.',
    )
  }
  return { bytes, encoding: 'none' }
}

/** `null`, `true` and numbers are JSON although they could be base64; they get the clearer message. */
function isBareWord(text: string): boolean {
  return /^(?:null|true|false|\d+)$/.test(text)
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

async function unwrapGzip(bytes: Buffer, limit: number): Promise<Buffer> {
  try {
    return await unzip(bytes, { maxOutputLength: limit })
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(limit, 'The unpacked body')
    const hint = isGzip(bytes)
      ? 'it is damaged or cut short'
      : 'it does not start with the gzip signature 1f 8b'
    throw new Refusal(400, 'invalid_gzip', `The body is gzip by its bytes or its headers, but ${hint}.`)
  }
}

function toText(bytes: Buffer): string {
  // Most bodies are plain ASCII, a byte for a character: read and parsed in half the time.
  if (isAscii(bytes)) return bytes.toString('latin1')
  if (!isUtf8(bytes)) {
    throw new Refusal(400, 'invalid_utf8', 'The body is neither UTF-8 text, nor gzip, nor base64.')
  }
  const text = bytes.toString('utf8')
  return text.startsWith('\ufeff') ? text.slice(1) : text
}
