// @vitest-environment node
import { expect, test } from 'vitest'
import { stackHash } from './stack-hash.js'

const errorAt = (message: string, ...frames: string[]) =>
  Object.assign(new Error(message), {
    stack: [`Error: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n'),
  })

test('C14 one place has one hash, whatever the folder and the message', () => {
  const here = stackHash(
    errorAt('no flow 7', 'load (/srv/app/dist/flow.js:12:7)', 'file:///srv/app/dist/run.js:3:1'),
  )
  expect(here).toMatch(/^[0-9a-f]{16}$/)
  expect(
    stackHash(errorAt('no flow 8', 'load (C:\\rill\\dist\\flow.js:12:7)', 'file:///C:/rill/dist/run.js:3:1')),
  ).toBe(here)
  expect(stackHash(errorAt('no flow 7', 'load (/srv/app/dist/flow.js:13:7)'))).not.toBe(here)
})

test('C14 a message with lines like a stack is not part of it', () => {
  const frames = ['load (/srv/app/dist/flow.js:12:7)']
  expect(stackHash(errorAt('x\n    at secret (/home/ada/key.js:1:1)', ...frames))).toBe(
    stackHash(errorAt('y', ...frames)),
  )
})

test('C14 a real error has one; what is no error, or hostile, has none', () => {
  expect(stackHash(new TypeError('x'))).toMatch(/^[0-9a-f]{16}$/)
  expect(stackHash('text')).toBeUndefined()
  expect(stackHash(Object.assign(new Error('x'), { stack: undefined }))).toBeUndefined()
  expect(
    stackHash(
      new Proxy(new Error('x'), {
        get() {
          throw new Error('no')
        },
      }),
    ),
  ).toBeUndefined()
})
