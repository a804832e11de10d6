import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'

/** No answer takes longer; a connection that is open after this was forgotten. */
const PATIENCE = 60_000

/** Sends a request as a client would, and resolves with its status and the begin of its answer. */
export function sendPolitely({ port, agent }, { method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const fields = {}
    for (const [name, value] of headers) fields[name] = value
    const request = httpRequest(
      { port, host: '127.0.0.1', agent, method, path, headers: { ...fields, 'content-length': body.length } },
      (response) => {
        const text = []
        const done = () => resolve({ status: response.statusCode, text: Buffer.concat(text).toString() })
        // A stream has no end.
        if (String(response.headers['content-type']).startsWith('text/event-stream')) {
          response.destroy()
          return done()
        }
        response.on('data', (chunk) => text.length < 100 && text.push(chunk))
        response.on('end', done)
        response.on('error', reject)
      },
    )
    request.setTimeout(PATIENCE, () => request.destroy(new Error('no answer')))
    request.on('error', reject)
    request.end(body)
  })
}

/** Writes bytes to a connection of its own, and resolves with the status of every answer. */
export function sendRaw({ port }, bytes, linger) {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1')
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new Error('a connection was left open'))
    }, PATIENCE)
    const done = () => {
      clearTimeout(timer)
      resolve([...answer.matchAll(/HTTP\/1\.1 (\d{3}) [A-Z]/g)].map(([, status]) => Number(status)))
    }
    socket.setEncoding('latin1').on('data', (chunk) => {
      // Streams have no end, and pipelined ones hold back what follows.
      if (answer.length < 200_000) answer += chunk
      if (chunk.includes('text/event-stream')) socket.destroy()
    })
    socket.on('error', () => undefined)
    socket.on('close', done)
    socket.on('connect', () => (linger ? socket.end(bytes) : socket.write(bytes, () => socket.destroy())))
  })
}
