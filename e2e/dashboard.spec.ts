import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { open, paths, settled, test } from './dashboard-world.ts'

for (const size of [0, 100_000] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [390, 1440]) {
      test.describe(`${size} events, ${colorScheme}, ${width} px`, () => {
        test.use({ colorScheme, viewport: { width, height: 900 } })
        for (const path of size > 0 ? [...paths, 'session'] : paths)
          test(`${path} is accessible, and fits`, async ({ page, at }) => {
            const url = await at(size)
            if (path === 'session') {
              await open(page, `${url}/sessions`)
              await page.locator('tbody a').first().click()
              await expect(page.getByRole('heading', { name: 'Walk' })).toBeVisible()
              await settled(page)
            } else await open(page, url + path)
            const { violations } = await new AxeBuilder({ page }).analyze()
            const found = violations.map(({ id, nodes }) => [
              id,
              ...nodes.map(({ html }) => html.slice(0, 200)),
            ])
            expect(found).toEqual([])
            expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
          })
      })
    }

test('all of it works by the keyboard', async ({ page, at }) => {
  await open(page, await at(100_000))
  await page.keyboard.press('Tab')
  await expect(page.getByText('Skip to the content')).toBeFocused()
  for (let step = 0; step < 4; step++) await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Pages', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Pages', level: 1 })).toBeFocused()
  await settled(page)
  await page.getByRole('button', { name: 'Visitors' }).press('Enter')
  await expect(page.getByRole('columnheader', { name: 'Visitors' })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  await expect(page).toHaveURL(/sort=-visitors/)
  await page.getByRole('radio', { name: 'Last 24 hours' }).press('ArrowRight')
  await expect(page).toHaveURL(/time=7d/)
  await page.getByRole('link', { name: 'Sessions', exact: true }).press('Enter')
  await page.locator('tbody a').first().press('Enter')
  await expect(page.getByRole('heading', { name: 'Session', level: 1 })).toBeFocused()
})
