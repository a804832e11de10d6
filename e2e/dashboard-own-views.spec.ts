import { expect } from '@playwright/test'
import { open, settled, test } from './dashboard-world.ts'

test('counts its own views only once it is switched on', async ({ page, collector }) => {
  const fake = await collector({ size: 10 })
  const own = () => fake.received().filter(({ token }) => token === 'waypost_dashboard')
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.method()))
  await open(page, `${fake.url}/?token=phc_docs`)
  await page.getByRole('link', { name: 'Pages', exact: true }).click()
  await settled(page)
  expect(new Set(requests)).toEqual(new Set(['GET']))
  expect(await page.evaluate('localStorage.length')).toBe(0)

  await page.getByRole('switch').press('Space')
  await page.getByRole('link', { name: 'Flows', exact: true }).click()
  await expect.poll(() => own().map(({ event }) => event)).toContain('$pageleave')
  expect(own().map(({ properties }) => Reflect.get(properties, '$pathname'))).toContain('/flows')
  expect(JSON.stringify(own())).not.toContain('phc_docs')

  await page.getByRole('switch').press('Space')
  const before = own().length
  await page.getByRole('link', { name: 'Delivery', exact: true }).click()
  await settled(page)
  await page.reload()
  await settled(page)
  expect(own().length).toBe(before)
})
