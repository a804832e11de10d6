import { expect, test } from 'vitest'
import { navigationApiSource } from './navigation-api-source.js'
import { createRecorder } from './recorder.contract.js'
import { urlSourceContract } from './url-source.contract.js'

urlSourceContract('Navigation API', navigationApiSource)

test('V11 patches nothing', () => {
  const stop = navigationApiSource()(createRecorder().listener)
  expect(Object.keys(history)).toEqual([])
  stop()
})

test('V5 a new state of the same entry is no navigation', () => {
  const heard = createRecorder()
  const stop = navigationApiSource()(heard.listener)
  const navigation: object = Object(window.navigation)
  let changes = 0
  window.navigation?.addEventListener('currententrychange', () => (changes += 1), { once: true })
  Reflect.apply(Reflect.get(navigation, 'updateCurrentEntry'), navigation, [{ state: { scrolled: 1 } }])
  expect(changes).toBe(1)
  expect(heard.calls).toEqual(['confirmed'])
  stop()
})
