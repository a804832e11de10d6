import type { CollectedEvent } from '../../collector/types.js'
import { toRow } from './row.js'
import type { Row } from './row.js'

let seq = 0

/** A row of an event that arrived in a test. */
export function row(
  event: string,
  properties: Record<string, unknown> = {},
  rest: Partial<CollectedEvent> = {},
): Row {
  return toRow({
    seq: ++seq,
    receivedAt: '2026-01-02T03:04:05.678Z',
    token: 'phc_a',
    event,
    uuid: 'u',
    timestamp: '2026-01-02T03:04:05.678Z',
    sentAt: null,
    distinctId: 'd',
    properties,
    duplicate: false,
    request: {
      path: '/e/',
      method: 'POST',
      contentType: null,
      encoding: 'none',
      retryCount: 0,
      origin: null,
      secFetchMode: null,
      bytes: 1,
    },
    ...rest,
  })
}

export const view = (id: string, rest: Record<string, unknown> = {}) =>
  row('$pageview', { $pageview_id: id, ...rest })
export const leave = (id: string) => row('$pageleave', { $pageview_id: id, $prev_pageview_id: id })
