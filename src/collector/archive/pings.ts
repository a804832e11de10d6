import type { Ping } from '../pings.js'
import type { Connection } from './database.js'
import { toJson } from './event-line.js'

/** A report, and what its sender repeats when it sends it again. */
export interface ArchivedPing {
  readonly ping: Ping
  readonly idempotencyKey: string | undefined
}

/** Keeps reports, each once. They are rare: one commit for each is not too much. */
export async function insertPings(connection: Connection, pings: readonly ArchivedPing[]): Promise<void> {
  for (const { ping, idempotencyKey = null } of pings) {
    const { received, ip_hash, body, unknown } = ping
    const id = body['instanceId']
    await connection.run(
      `INSERT INTO pings (received, ip_hash, idempotency_key, instance_id, body, unknown)
       SELECT $1::TIMESTAMP, $2, $3, $4, $5::JSON, $6::JSON
       WHERE $3 IS NULL OR NOT EXISTS (SELECT 1 FROM pings WHERE idempotency_key = $3)`,
      [
        received,
        ip_hash,
        idempotencyKey,
        typeof id === 'string' ? id : null,
        toJson(body),
        unknown === undefined ? null : toJson(unknown),
      ],
    )
  }
}
