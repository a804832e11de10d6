// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { problemOf } from './problem.js'

const refusal = (code: string, message = 'Because.') => ({ status: 0, error: { code, message } })

describe('a problem', () => {
  it('without an archive says what to install, and how to start', () => {
    const { command, mayRetry } = problemOf(503, refusal('archive_unavailable'))
    expect(command).toContain('@duckdb/node-api')
    expect(command).toContain('--data')
    expect(mayRetry).toBe(false)
  })

  it('of a session that is over leads to where one logs in', () => {
    expect(problemOf(401, refusal('unauthorized'))).toMatchObject({ mustLogIn: true, mayRetry: false })
  })

  it('has the words of the collector', () => {
    expect(problemOf(400, refusal('invalid_query', 'from is no time'))).toMatchObject({
      code: 'invalid_query',
      message: 'from is no time',
      mayRetry: false,
    })
    expect(problemOf(408, refusal('query_timeout')).mayRetry).toBe(true)
  })

  it.each([undefined, null, 'text', {}, { error: null }, { error: 'x' }, { error: { code: 1 } }])(
    'of an answer that is not the collector’s: %j',
    (body) => expect(problemOf(502, body)).toMatchObject({ code: 'http_502', mayRetry: true }),
  )
})
