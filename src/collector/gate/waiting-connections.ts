import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Knows the connections on which nothing was ever sent: browsers and Node's fetch open some ahead. Node counts them
 * as busy, and would wait for them when it closes.
 *
 * @returns closes them, and those whose answers have ended
 */
export function watchConnections(server: Server): () => void {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
    server.closeIdleConnections()
  }
}
