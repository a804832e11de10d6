import { test, expect } from 'vitest'
import '../../node_modules/vue-router/dist/vue-router.mjs'
test('probe', async () => {
  const log: unknown[] = [location.href, history.length, document.hasFocus(), document.visibilityState, navigator.userAgent, navigator.userActivation.hasBeenActive, (window.parent === window), document.querySelector('base')?.href ?? 'nobase']
  window.navigation!.addEventListener('currententrychange', (e) => log.push('cec ' + Reflect.get(e, 'navigationType') + location.href))
  window.addEventListener('popstate', () => log.push('pop ' + location.href))
  window.addEventListener('hashchange', () => log.push('hash ' + location.href))
  history.pushState(null, '', '/x/a'); log.push('after')
  history.pushState(null, '', '/x/a#b')
  location.hash = 'c'
  const hc = new Promise((r) => addEventListener('hashchange', r, { once: true }))
  await hc
  const hc2 = new Promise((r) => addEventListener('hashchange', r, { once: true }))
  history.back()
  await hc2
  window.dispatchEvent(new Event('pagehide'))
  log.push(history.length)
  console.log(JSON.stringify(log, null, 1))
  expect(1).toBe(1)
})
