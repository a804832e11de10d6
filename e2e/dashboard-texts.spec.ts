import { expect } from '@playwright/test'
import { HOSTILE } from '../src/dashboard/fake-events.contract.ts'
import { open, test } from './dashboard-world.ts'

test('texts of strangers are shown as text', async ({ page, at }) => {
  const url = await at(100_000)
  for (const path of [
    '/',
    '/pages',
    '/flows',
    '/sessions?route=%2Ftags%2F%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E',
    '/installs?time=30d',
  ]) {
    await open(page, url + path)
    await expect(page.locator('main').or(page.locator('select')).getByText(HOSTILE).first()).toBeAttached()
    expect(await page.locator('img[src=x]').count()).toBe(0)
  }
  // A session with a hostile page in it, and the box beside the pointer.
  await open(page, `${url}/sessions?route=${encodeURIComponent(`/tags/${HOSTILE}`)}`)
  await page.locator('tbody a').first().click()
  await expect(page.getByRole('heading', { name: 'Walk' })).toBeVisible()
  await open(page, `${url}/flows?time=30d&property=${encodeURIComponent(`plan:${HOSTILE}`)}`)
  const box = await page.locator('.chart').boundingBox()
  await page.mouse.move((box?.x ?? 0) + 3, (box?.y ?? 0) + 20)
  await expect(page.locator('.tip')).toBeVisible()
  expect(await page.locator('img[src=x]').count()).toBe(0)
})
