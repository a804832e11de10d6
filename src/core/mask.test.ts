import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at } from './harness.contract.js'
import { createMask, isSecretName } from './mask.js'

const mask = (text: string, isId?: boolean) => createMask().text(text, isId)

test.each([
  'token',
  'access_token',
  'accessToken',
  'apiKey',
  'api_key',
  'api-key',
  'code',
  'key',
  'client_secret',
  'password',
  'passwd',
  'pwd',
  'email',
  'e-mail',
  'userEmail',
  'auth',
  'authCode',
  'Authorization',
  'signature',
  'sig',
  'jwt',
  'otp',
  'sid',
  'X-Amz-Signature',
  'user[token]',
  'keys',
])('%s is the name of a secret', (name) => expect(isSecretName(name)).toBe(true))

test.each([
  'tab',
  'monkey',
  'encode',
  'barcode',
  'author',
  'error_code',
  'errorCode',
  'country_code',
  'statusCode',
  'zip-code',
  'sort_key',
  'keyboard',
  'design',
  'path',
  'spin',
  '$session_id',
  '$pageview_id',
  'route_name',
  'title',
  'from',
  'to',
])('%s is not', (name) => expect(isSecretName(name)).toBe(false))

describe('secrets are known by their shape', () => {
  test.each([
    ['https://a.example/x/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_-123', 'https://a.example/x/***'],
    ['Inbox of jane.doe+x@mail.example.com (3)', 'Inbox of *** (3)'],
    ['/u/jane%40mail.example/edit', '/u/***/edit'],
    ['https://jane:hunter2@a.example/x', 'https://***@a.example/x'],
    ['/reset/9f86d081884c7d65', '/reset/***'],
    ['/k/sk-proj4Abc9DefGhi2Jkl', '/k/***'],
    ['/i/V1StGXR8_Z5jdHi6B-myT', '/i/***'],
    ['/x/q83vEjRWeJCrze8%2Bq83vEg%3D%3D', '/x/***'],
    ['/a?id=0197b1c2-3d4e-7f00-8123-456789abcdef', '/a?id=***'],
  ])('%s', (text, masked) => expect(mask(text)).toBe(masked))

  test.each([
    '/flow/0197b1c2-3d4e-7f00-8123-456789abcdef',
    '/docs/getting-started-with-version-2-of-the-editor',
    '/Getting-Started-With-Version-2',
    '/internationalization/a11y',
    '/pkg/@scope/lodash@4.17.21',
    '/2026/11/25/a-long-title-of-a-post',
    '/team/:slug/members/:pathMatch(.*)*',
    'https://preview-9f86d081884c7d65.app.example/x',
    'Team atlas · waypost',
    '20261125103000123456',
  ])('words, dates and ids are none: %s', (text) => expect(mask(text)).toBe(text))

  test('an id may look like a key', () => {
    expect(mask('507f1f77bcf86cd799439011', true)).toBe('507f1f77bcf86cd799439011')
    expect(mask('jane@mail.example', true)).toBe('***')
  })
})

describe('secrets are known by their name', () => {
  test.each([
    ['/a?token=x&tab=1', '/a?token=***&tab=1'],
    ['/a?tab=1&user%5Btoken%5D=x#y', '/a?tab=1&user%5Btoken%5D=***#y'],
    ['/a#access_token=x&state=1', '/a#access_token=***&state=1'],
    ['go to code=12 now', 'go to code=*** now'],
    ['/a?error_code=E1', '/a?error_code=E1'],
    ['/a?%E0%A4%A=x', '/a?%E0%A4%A=x'],
  ])('%s', (text, masked) => expect(mask(text)).toBe(masked))
})

describe('secrets of a page are known by their value', () => {
  test('a query key, a hash or a param has it, a title or a path repeats it', () => {
    const own = createMask()
    own.learn(
      at('/join/blue%20moon?code=open%2Fsesame#key=rosebud', {
        params: { token: 'blue moon', team: 'atlas' },
      }),
    )
    expect(own.text('Join by open/sesame')).toBe('Join by ***')
    expect(own.text('/x/open%2Fsesame/rosebud')).toBe('/x/***/***')
    expect(own.text('/join/blue%20moon')).toBe('/join/***')
    expect(own.text('blue moon of atlas')).toBe('*** of atlas')
  })

  test('repeated params are all known, and what is too short is not looked for', () => {
    const own = createMask()
    own.learn(at('/a?code=12', { params: { keys: ['first', 'second'] } }))
    expect(own.text('12 first second')).toBe('12 *** ***')
  })

  test('the memory is bounded: the oldest are forgotten', () => {
    const own = createMask()
    for (let n = 0; n < 1000; n++) own.learn(at(`/a?token=value${n}`))
    expect(own.text('value999')).toBe('***')
    expect(own.text('value1 ')).toBe('value1 ')
  })
})

test('whatever the text, masking ends, and masking it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      const once = mask(text)
      expect(mask(once)).toBe(once)
    }),
    { numRuns: 2000 },
  )
})

/** Pieces that secrets are made of, and pieces of plain text. */
const pieces = fc.constantFrom(
  ...[
    'token=',
    'a1b2c3d4',
    'eyJ',
    'hbGciOiJI',
    '.',
    '@',
    '%40',
    'example.com',
    '//',
    ':',
    ' ',
    '?',
    '/',
    '%2F',
  ],
  ...['0198b2f4-7c1e-7d3a-9f00-aaaaaaaaaaaa', 'Ab3dEf', '&', '=', 'Settings', 'é', '-', '_', '+', '~'],
)

test('the quick look at plain texts overlooks no secret: a text that is looked at in full is masked the same', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), fc.boolean(), (parts, isId) => {
      const text = parts.join('')
      // A pair that is no secret is enough for the full look.
      expect(mask(text, isId) + ' x=1').toBe(mask(text + ' x=1', isId))
    }),
    { numRuns: 5000 },
  )
})

test.each(['a', '1', 'a@', '/', '=', 'a=', 'eyJ', '-a1', '%2B', 'a.'])(
  'a long text of %s takes no long time',
  (piece) => {
    const text = piece.repeat(8192 / piece.length)
    const before = performance.now()
    mask(text)
    // Quadratic would be seconds.
    expect(performance.now() - before).toBeLessThan(1000)
  },
)
