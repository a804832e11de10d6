import { expect, test, vi } from 'vitest'
import { createSSRApp, h } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { createWaypost, useWaypost } from './index.js'

test('a server that renders the app has no pages: nothing of the browser is touched', async () => {
  expect(globalThis).not.toHaveProperty('window')
  const source = vi.fn(() => () => {})
  const sink = vi.fn(() => ({ capture: () => {} }))
  const waypost = createWaypost({ source, sink })
  const app = createSSRApp({
    setup() {
      const own = useWaypost()
      own.capture('x')
      own.identify('user-7')
      own.group('team', 't1')
      own.reset()
      own.useSource(source)
      return () => h('p', String(own.view ?? 'no view'))
    },
  })
  expect(await renderToString(app.use(waypost))).toBe('<p>no view</p>')
  await waypost.flush()
  waypost.stop()
  expect(waypost.recorded).toEqual([])
  expect([source, sink].map(({ mock }) => mock.calls)).toEqual([[], []])
})

test('a template of the server has $waypost', async () => {
  const app = createSSRApp({ render: (context: object) => h('p', typeof Reflect.get(context, '$waypost')) })
  expect(await renderToString(app.use(createWaypost({})))).toBe('<p>object</p>')
})
