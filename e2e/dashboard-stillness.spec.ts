import { expect } from '@playwright/test'
import { paths, settled, test } from './dashboard-world.ts'

for (const path of paths.filter((one) => one !== '/live'))
  test(`nothing jumps on ${path} while answers are on their way`, async ({ page, at }) => {
    const url = await at(100_000)
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    await page.route('**/api/**', async (route) => {
      await released
      await route.continue()
    })
    await page.addInitScript(() => {
      Object.assign(window, { shift: 0 })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          Object.assign(window, { shift: Reflect.get(window, 'shift') + Reflect.get(entry, 'value') })
      }).observe({ type: 'layout-shift', buffered: true })
    })
    await page.goto(url + path)
    await expect(page.locator('[aria-busy=true]').first()).toBeAttached()
    release()
    await settled(page)
    // What Google's Web Vitals call good is five times as much.
    expect(await page.evaluate(() => Number(Reflect.get(window, 'shift')))).toBeLessThan(0.02)
  })
