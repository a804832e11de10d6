import { expect, leaves, test, views } from './fixtures.ts'

/** The snippet that stands in for the script until it is there. */
const queue = `<script>
  window.waypost = { q: [] }
  for (const method of ['capture', 'identify', 'group', 'reset'])
    waypost[method] = function () { waypost.q.push([method, arguments, Date.now(), location.href, document.title]) }
</script>`

test('attributes of the tag are options, whatever their type', async ({ page, site }) => {
  const tag =
    `data-key="${site.key}" data-host="${site.collector}/" data-flush-interval="200" ` +
    `data-urls="full" data-page-key='{"query":["tab"]}'`
  await site.open(page, 'plain', '/a?tab=one', { tag })
  await page.evaluate(() => history.pushState({}, '', '/a?tab=two'))
  const events = await site.finish(page)
  expect(events).toBeJourney(['load /a', 'push /a'])
  expect(views(events)[1]?.properties['$current_url']).toBe(site.url('/a?tab=two'))
})

test('data-hash-routing needs no value', async ({ page, site }) => {
  const tag = `data-key="${site.key}" data-host="${site.collector}" data-hash-routing`
  await site.open(page, 'plain', '/#/a', { tag })
  await page.evaluate(() => void (location.hash = '#/b'))
  expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
})

test('window.waypostConfig holds options too, below the attributes', async ({ page, site }) => {
  const options = { key: site.key, host: site.collector, flushInterval: 200, urls: 'full', titleWait: 0 }
  await site.open(page, 'plain', '/a?tab=one', { options, tag: 'data-urls="path"' })
  const events = await site.finish(page)
  expect(views(events)[0]?.properties['$current_url']).toBe(site.url('/a'))
  expect(events).toBeJourney(['load /a'])
})

test('calls before the script is there keep their time, URL and title', async ({ page, site }) => {
  const early = `<script>
    waypost.identify('ada', { plan: 'pro' })
    waypost.capture('asked', { answer: 42 })
    history.replaceState({}, '', '/b')
    document.title = 'Page /b'
    fetch('/early')
  </script>`
  site.serve('plain', { head: queue + early })
  const release = site.holdScript()
  const opening = page.goto(site.url('/a'))
  await expect.poll(() => site.asked('/early')).toBe(1)
  const before = new Date().toISOString()
  release()
  await opening

  const asked = await site.event('asked')
  expect(asked.timestamp <= before).toBe(true)
  expect(asked.properties).toMatchObject({
    answer: 42,
    $current_url: site.url('/a'),
    $pathname: '/a',
    title: 'Page /a',
  })
  expect(asked.distinctId).toBe('ada')
  const identified = await site.event('$identify')
  expect(identified.properties['$anon_distinct_id']).toEqual(expect.any(String))
  const events = await site.finish(page)
  expect(events).toBeJourney(['load /b'])
  expect(leaves(events)[0]?.distinctId).toBe('ada')
})

for (const tag of ['', 'data-key=""']) {
  test(`without a key it records here and sends nothing: <script ${tag}>`, async ({ page, site }) => {
    await site.open(page, 'plain', '/a', {
      tag: tag || 'data-note="no key"',
      options: { titleWait: 0 },
      // Whatever would be sent is reported instead, and so is what the page itself sends after all else.
      headers: { 'content-security-policy': "connect-src 'none'; report-uri /report" },
      head: `<script>addEventListener('load', () =>
        addEventListener('pagehide', () => navigator.sendBeacon('https://last.example')))</script>`,
    })
    await page.evaluate(() => history.pushState({}, '', '/b'))
    await expect
      .poll(() => page.evaluate(() => window.waypost.recorded.map(({ event }) => event)))
      .toEqual(['$pageview', '$pageleave', '$pageview'])
    await page.goto(site.url('/untracked'))
    await expect.poll(() => site.reported().map((url) => new URL(url).host)).toEqual(['last.example'])
    expect(site.arrived()).toEqual([])
  })
}

test('V13 loaded twice it is one tracker, with the options of the first', async ({ page, site }) => {
  const first = `data-key="${site.key}" data-host="${site.collector}"`
  const twice = `<script src="/waypost.js" ${first}></script>`
  await site.open(page, 'plain', '/a', { head: twice })
  await page.evaluate(() => history.pushState({}, '', '/b'))
  expect(await site.finish(page)).toBeJourney(['load /a', 'push /b'])
})
