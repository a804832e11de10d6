import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { createCollector } from '../src/collector/index.ts'
import { test } from './dashboard-world.ts'

const readToken = 'read-token-of-the-test'
const dashboard = fileURLToPath(new URL('../dist/dashboard/', import.meta.url))

test('logging out ends the session, and the way back shows nothing', async ({ page }) => {
  const collector = await createCollector({ port: 0, readToken, dashboard })
  try {
    await page.goto(collector.url)
    await page.getByLabel('Read token').fill(readToken)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('link', { name: 'Live', exact: true }).click()
    const [session] = await page.context().cookies()
    expect(session?.name).toBe('waypost_session')
    await page.getByRole('button', { name: 'Log out' }).click()
    await expect(page).toHaveURL(/\/login$/)
    expect(await page.context().cookies()).toEqual([])
    const headers = { cookie: `waypost_session=${session?.value}` }
    expect((await fetch(`${collector.url}/events`, { headers })).status).toBe(401)
    await page.goBack()
    await expect(page.getByRole('button', { name: 'Log in' })).toBeVisible()
  } finally {
    await collector.close()
  }
})

test('there is no way to log out where nobody logs in', async ({ page, at }) => {
  await page.goto(`${await at(10)}/live`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Log out' })).toHaveCount(0)
})
