import type { Readable } from 'node:stream'
import { Refusal } from './errors.js'
import type { BodyShare } from './gate/body-budget.js'

/** Past this the connection is cut instead of read to its end. */
const MAX_DRAINED = 64 * 1024 * 1024

/**
 * Reads a request's body into memory.
 * A body over the limit is read on and thrown away: a client that is still writing when it is
 * answered and cut off sees a broken connection, not the 413 that explains it.
 */
export function readBody(stream: Readable, limit: number, share: BodyShare): Promise<Buffer> {
  // Listeners, and no loop over the stream: for a small body the loop takes longer than everything else.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let refusal: Refusal | undefined
    let size = 0
    stream.on('data', (bytes: Buffer) => {
      size += bytes.length
      if (size > limit) refusal = tooLarge(limit, 'The body')
      refusal ??= share.take(bytes.length)
      if (refusal === undefined) chunks.push(bytes)
      else if (chunks.length > 0) {
        chunks.length = 0
        share.release()
      }
      if (size > limit + MAX_DRAINED) stream.destroy(refusal)
    })
    stream.once('end', () => (refusal ? reject(refusal) : resolve(Buffer.concat(chunks, size))))
    stream.once('error', reject)
    stream.once('close', () => {
      if (!stream.readableEnded)
        reject(refusal ?? new Refusal(400, 'request_failed', 'The body was cut short.'))
    })
  })
}

export function tooLarge(limit: number, what: string): Refusal {
  return new Refusal(
    413,
    'body_too_large',
    `${what} is larger than ${limit} bytes: send fewer events per request.`,
  )
}
