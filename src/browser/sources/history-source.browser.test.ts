import { beforeEach, describe, expect, test, vi } from 'vitest'
import { quietConsole } from '../quiet-console.contract.js'
import { historySource } from './history-source.js'
import { createRecorder } from './recorder.contract.js'
import { urlSourceContract } from './url-source.contract.js'

urlSourceContract('History API', historySource)

const methods = ['pushState', 'replaceState'] as const

describe.each(methods)('V11 other code that patches history.%s', (method) => {
  quietConsole()
  const heard = createRecorder()
  const theirs = vi.fn()
  beforeEach(() => {
    theirs.mockReset()
    heard.take()
    history.replaceState(null, '', '/a')
    return () => Reflect.deleteProperty(history, method)
  })

  /** As analytics scripts do it: keeps what is there, calls it, and puts it back blindly. */
  function patch(): () => void {
    const before = history[method]
    history[method] = function (...args) {
      const result = before.apply(this, args)
      theirs(args[2])
      return result
    }
    return () => {
      history[method] = before
    }
  }
  const move = (path: string) => history[method](null, '', path)
  const paths = () => heard.confirmed.map(({ location }) => location.path)
  const start = () => historySource()(heard.listener)

  test('before us keeps working, before, during and after our stop()', () => {
    const undo = patch()
    const patched = history[method]
    const stop = start()
    move('/b')
    stop()
    expect(history[method]).toBe(patched)
    move('/c')
    expect(theirs.mock.calls.flat()).toEqual(['/b', '/c'])
    expect(paths()).toEqual(['/a', '/b'])
    undo()
  })

  test('after us keeps working when we stop first', () => {
    const stop = start()
    const undo = patch()
    const patched = history[method]
    move('/b')
    stop()
    expect(history[method]).toBe(patched)
    move('/c')
    expect(theirs.mock.calls.flat()).toEqual(['/b', '/c'])
    expect(paths()).toEqual(['/a', '/b'])
    // They put our method back; it passes on and says nothing.
    undo()
    move('/d')
    expect(location.pathname).toBe('/d')
    expect(paths()).toEqual(['/a', '/b'])
  })

  test('after us and gone before our stop() leaves the method as it was', () => {
    const stop = start()
    const undo = patch()
    move('/b')
    undo()
    move('/c')
    stop()
    expect(Object.hasOwn(history, method)).toBe(false)
    expect(history[method]).toBe(History.prototype[method])
    expect(paths()).toEqual(['/a', '/b', '/c'])
  })

  test('that put its own method on the object gets it back', () => {
    const own = vi.fn()
    Object.defineProperty(history, method, {
      value: own,
      configurable: true,
      writable: true,
      enumerable: true,
    })
    start()()
    expect(history[method]).toBe(own)
  })

  test('two of ours stopped in either order', () => {
    for (const order of ['last', 'first']) {
      const stops = [start(), start()]
      if (order === 'last') stops.reverse()
      stops.forEach((stop) => stop())
      if (order === 'last') expect(Object.keys(history)).toEqual([])
      heard.take()
      move('/b')
      expect(heard.calls, order).toEqual([])
    }
  })

  test('a source started again after a stop() hears again', () => {
    start()()
    const stop = start()
    heard.take()
    move('/b')
    expect(paths()).toEqual(['/b'])
    stop()
    expect(Object.hasOwn(history, method)).toBe(false)
  })
})

describe.each(methods)('C4 history.%s as the browser has it', (method) => {
  quietConsole()
  const heard = createRecorder()
  beforeEach(() => {
    heard.take()
    return historySource()(heard.listener)
  })

  test('an error of the browser passes through, and is no navigation', () => {
    heard.take()
    expect(() => history[method](null, '', 'https://elsewhere.example/')).toThrow(DOMException)
    expect(() => history[method](() => {}, '', '/b')).toThrow(/clone/)
    expect(heard.calls).toEqual([])
  })

  test('a call on anything but a history is refused as before', () => {
    heard.take()
    expect(() => Reflect.apply(history[method], {}, [null, '', '/b'])).toThrow(TypeError)
    expect(heard.calls).toEqual([])
  })

  test('arguments and the returned value pass through', () => {
    expect(history[method]({ own: 1 }, '', '/b?x=1')).toBeUndefined()
    expect(history.state).toEqual({ own: 1 })
    expect(location.pathname + location.search).toBe('/b?x=1')
    // Without a URL the state changes and nothing else.
    expect(history[method]({ own: 2 }, '')).toBeUndefined()
    expect(heard.last()?.location.url).toBe(`${location.origin}/b?x=1`)
  })
})
