import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { FORWARDING } from '../src/dashboard/fake-forwarding.contract.ts'
import type { FakeForwarding } from '../src/dashboard/fake-forwarding.contract.ts'
import { open, test } from './dashboard-world.ts'

const states = Object.keys(FORWARDING) as FakeForwarding[]
const spoken: Record<FakeForwarding, string> = {
  'up-to-date': 'Up to date',
  outage: 'Outage',
  'catching-up': 'Catching up',
  refused: 'Up to date, 3 events refused',
  full: 'Full',
}

for (const forwarding of states)
  test(`forwarding: ${forwarding} is seen, read out, and fits`, async ({ page, collector }) => {
    const { url } = await collector({ size: 10, forwarding })
    await page.setViewportSize({ width: 390, height: 900 })
    await open(page, `${url}/delivery`)
    const card = page.getByRole('region', { name: 'Forwarding' })
    await expect(card.getByRole('status')).toHaveText(`Forwarding: ${spoken[forwarding]}`)
    for (const mark of spoken[forwarding].split(', '))
      await expect(card.locator('.mark', { hasText: mark })).toBeVisible()
    await expect(card).toContainText('https://eu.i.posthog.com')
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })

test('forwarding that is full says what happens to new events, and what to do', async ({
  page,
  collector,
}) => {
  const { url } = await collector({ size: 0, forwarding: 'full' })
  await open(page, `${url}/delivery`)
  const card = page.getByRole('region', { name: 'Forwarding' })
  await expect(card).toContainText('new events are refused')
  await expect(card).toContainText('--spool-bytes')
})

test('without forwarding one line says how to', async ({ page, collector }) => {
  const { url } = await collector({ size: 10 })
  await open(page, `${url}/delivery`)
  await expect(page.getByText('--forward https://eu.i.posthog.com')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Forwarding' })).toHaveCount(0)
})
