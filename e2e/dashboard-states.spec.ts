import { expect } from '@playwright/test'
import { figure, open, test } from './dashboard-world.ts'

test('without events it says what to do next', async ({ page, at }) => {
  const url = await at(0)
  await open(page, url)
  await expect(page.getByRole('heading', { name: 'Waiting for the first event' })).toBeVisible()
  await expect(page.getByText(`data-host="${url}"`)).toBeVisible()
  await open(page, `${url}/pages`)
  await page.getByRole('button', { name: 'Look at the last 30 days' }).click()
  await expect(page).toHaveURL(/time=30d/)
  await open(page, `${url}/sessions?token=none`)
  await page.getByRole('button', { name: 'Take the filters off' }).click()
  await expect(page).toHaveURL(/\/sessions$/)
})

test('a session shows what is missing and what came late', async ({ page, at }) => {
  const url = await at(100_000)
  const answer = await fetch(`${url}/api/sessions?limit=100000&from=2000-01-01T00:00:00.000Z`)
  const { sessions } = (await answer.json()) as { sessions: { id: string; missing: number; views: number }[] }
  const gap = sessions.find(({ missing }) => missing > 0)
  await open(page, `${url}/sessions/${gap?.id}`)
  await expect(page.locator('.walk .gap')).toContainText('missing')
  await page.getByRole('link', { name: 'All sessions' }).click()
  await expect(page.getByRole('heading', { name: 'Sessions', level: 1 })).toBeVisible()
  await open(page, `${url}/sessions/none`)
  await expect(page.getByRole('alert')).toContainText('No session has this id')
})

test('without an archive it says what to install', async ({ page, collector }) => {
  const { url } = await collector({ size: 0, withoutArchive: true })
  for (const path of ['/', '/pages', '/flows', '/sessions', '/delivery', '/installs']) {
    await page.goto(url + path)
    await expect(page.getByRole('alert')).toHaveCount(1)
    await expect(page.getByRole('alert')).toContainText('npm install @duckdb/node-api')
  }
  await page.goto(`${url}/live`)
  await expect(page.getByRole('heading', { name: 'Waiting for the first event' })).toBeVisible()
})

test('says that the collector is gone, keeps what it showed, and goes on when it is back', async ({
  page,
  collector,
}) => {
  const fake = await collector({ size: 10 })
  await open(page, fake.url)
  const views = (await figure(page, 'Views').textContent()) ?? ''
  await fake.close()
  await page.getByRole('button', { name: 'Ask again now' }).click()
  await expect(page.getByRole('alert').first()).toContainText('does not answer')
  await expect(figure(page, 'Views')).toHaveText(views)
  await collector({ size: 10, port: Number(new URL(fake.url).port) })
  await page.getByRole('button', { name: 'Try again' }).first().click()
  await expect(page.getByRole('alert')).toHaveCount(0)
})
