import AxeBuilder from '@axe-core/playwright'
import { expect, test as base } from '@playwright/test'
import type { Page } from '@playwright/test'
import { startFake } from '../src/dashboard/fake-api.contract.ts'
import type { Fake, FakeOptions, Size } from '../src/dashboard/fake-api.contract.ts'
import { HOSTILE } from '../src/dashboard/fake-events.contract.ts'

interface Fixtures {
  /** A collector made up, closed after the test. */
  collector(options: FakeOptions): Promise<Fake>
}
interface WorkerFixtures {
  /** Where one of this size is; the same for all tests that only look. */
  at(size: Size): Promise<string>
}

/** What the console may say: where the collector refuses, the browser tells of it. */
const expected = /status of (404|503)|ERR_CONNECTION_REFUSED/

const test = base.extend<Fixtures, WorkerFixtures>({
  at: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures needed from this pattern.
    async ({}, use) => {
      const fakes = new Map<Size, Promise<Fake>>()
      await use(async (size) => {
        const fake = fakes.get(size) ?? startFake({ size })
        fakes.set(size, fake)
        return (await fake).url
      })
      for (const fake of fakes.values()) await (await fake).close()
    },
    { scope: 'worker' },
  ],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures needed from this pattern.
  collector: async ({}, use) => {
    const started: Fake[] = []
    await use(async (options) => {
      const fake = await startFake(options)
      started.push(fake)
      return fake
    })
    for (const fake of started) await fake.close()
  },
  // Breaches of the content security policy are in the console, too.
  page: async ({ page }, use) => {
    const problems: string[] = []
    page.on('console', (message) => problems.push(message.text()))
    page.on('pageerror', (error) => problems.push(String(error)))
    page.on('dialog', (dialog) => problems.push(`dialog: ${dialog.message()}`))
    await use(page)
    expect(problems.filter((problem) => !expected.test(problem))).toEqual([])
  },
})

const paths = ['/', '/live', '/pages', '/flows', '/sessions', '/delivery', '/installs?time=30d']

/** All panels have answered, and charts are drawn. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('h1')).toBeVisible()
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  for (const chart of await page.locator('.chart').all()) await expect(chart.locator('svg')).toBeVisible()
}
async function open(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await settled(page)
}
const figure = (page: Page, name: string) => page.locator('.stat', { hasText: name }).locator('.value')

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

test('filters are in the address, survive a reload, and go back and forward', async ({ page, at }) => {
  await open(page, await at(100_000))
  const day = await figure(page, 'Views').textContent()
  await page.getByText('7 d', { exact: true }).click()
  await expect(page).toHaveURL(/\?time=7d$/)
  await expect(figure(page, 'Views')).not.toHaveText(day ?? '')
  await page.getByLabel('Project', { exact: true }).selectOption('phc_docs')
  await page.getByLabel('Route', { exact: true }).selectOption('/docs/:page')
  await page.getByRole('button', { name: 'Property' }).click()
  await page.getByLabel('Property', { exact: true }).selectOption('plan')
  await page.getByLabel('Value', { exact: true }).selectOption('team')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByText('plan = team')).toBeVisible()
  await settled(page)
  const narrow = await figure(page, 'Views').textContent()

  await page.reload()
  await settled(page)
  await expect(page.getByLabel('Project', { exact: true })).toHaveValue('phc_docs')
  await expect(page.getByLabel('Route', { exact: true })).toHaveValue('/docs/:page')
  await expect(page.getByText('plan = team')).toBeVisible()
  await expect(figure(page, 'Views')).toHaveText(narrow ?? '')

  await page.getByRole('link', { name: 'Delivery', exact: true }).click()
  await expect(page).toHaveURL(/\/delivery\?.*route=/)
  await page.goBack()
  await expect(figure(page, 'Views')).toHaveText(narrow ?? '')
  for (let step = 0; step < 4; step++) await page.goBack()
  await expect(page).toHaveURL(/\/$/)
  await expect(figure(page, 'Views')).toHaveText(day ?? '')
  await page.goForward()
  await expect(page).toHaveURL(/\?time=7d$/)
})

test('a time of one’s own is checked, then asked for', async ({ page, at }) => {
  await open(page, await at(100_000))
  await page.getByText('Custom').click()
  await page.getByLabel('From').fill('2026-02-01T00:00')
  await page.getByLabel('To', { exact: true }).fill('2026-01-01T00:00')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('alert')).toContainText('before the end')
  await page.getByLabel('To', { exact: true }).fill('2026-03-01T00:00')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/from=2026-0.*&to=2026-0/)
  await expect(page.getByText('No views in the chosen time.')).toBeVisible()
})

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
