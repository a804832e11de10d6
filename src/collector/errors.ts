/** Why a request was refused, for programs. */
export type RefusalCode =
  | 'empty_body'
  | 'body_too_large'
  | 'invalid_gzip'
  | 'invalid_base64'
  | 'invalid_utf8'
  | 'invalid_form'
  | 'invalid_json'
  | 'too_deep'
  | 'invalid_shape'
  | 'invalid_field'
  | 'invalid_uuid'
  | 'empty_batch'
  | 'missing_token'
  | 'invalid_token'
  | 'several_tokens'
  | 'missing_distinct_id'
  | 'missing_event'
  | 'invalid_query'
  | 'invalid_url'
  | 'invalid_http'
  | 'headers_too_large'
  | 'request_timeout'
  | 'too_many_events'
  | 'unknown_key'
  | 'unknown_field'
  | 'unauthorized'
  | 'read_token_needed'
  | 'forbidden_host'
  | 'forbidden_origin'
  | 'rate_limited'
  | 'busy'
  | 'not_found'
  | 'invalid_sql'
  | 'not_a_select'
  | 'query_timeout'
  | 'storage_failed'
  | 'archive_unavailable'
  | 'spool_full'
  | 'request_failed'
  | 'internal'

/** A request that is refused, with what is wrong and how to put it right. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(
    readonly status: number,
    readonly code: RefusalCode,
    message: string,
    /** Path of the offending field: `batch[3].uuid`. */
    readonly field?: string,
  ) {
    super(message)
  }
}

/** The JSON that every refused request gets. */
export interface RefusalBody {
  readonly status: 0
  readonly error: { readonly code: RefusalCode; readonly message: string; readonly field?: string }
}

export function refusalBody({ code, message, field }: Refusal): RefusalBody {
  return { status: 0, error: field === undefined ? { code, message } : { code, message, field } }
}

/** Turns whatever was thrown while answering into a refusal. Messages of unexpected errors stay inside. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const status = statusOf(error)
  if (status !== undefined && status >= 400 && status < 500 && error instanceof Error) {
    return new Refusal(status, 'request_failed', error.message)
  }
  return new Refusal(500, 'internal', 'The collector failed to answer. This is a bug in the collector.')
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined
  return typeof error.statusCode === 'number' ? error.statusCode : undefined
}
