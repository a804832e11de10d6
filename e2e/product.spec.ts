import type { Page } from '@playwright/test'
import { expect as base } from './journey.ts'
import { matches, test } from './product-server.ts'
import type { Install } from './product-server.ts'

// On machines that have other things to do.
test.describe.configure({ timeout: 120_000 })
const expect = base.configure({ timeout: 15_000 })

const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name })).toBeVisible()
const toggle = (page: Page) => page.getByRole('switch', { name: 'Telemetry' })
/** Whether the page loaded waypost, and what that may do. */
const consent = (page: Page) =>
  page.evaluate(() => (window as Partial<Window>).waypost?.consent ?? 'no script')
/** Waits for a view of a page, which need not wait for company. */
async function viewed(page: Page, install: Install, properties: Record<string, unknown>) {
  const found = () => install.fromPages().some((one) => one.event === '$pageview' && matches(one, properties))
  await expect
    .poll(async () => {
      await page.evaluate(() => window.waypost.flush())
      return found()
    })
    .toBe(true)
}
const stored = (page: Page) => page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage }))
const go = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click()

async function setUp(page: Page, install: Install, choice: 'Yes' | 'No' | 'decided already') {
  await page.goto(install.url())
  await heading(page, 'Welcome to your own Rill')
  await page.getByLabel('What is your name?').fill('Ada Lindqvist')
  if (choice !== 'decided already') await page.getByRole('radio', { name: new RegExp(`^${choice}`) }).check()
  await page.getByRole('button', { name: 'Start' }).click()
  await heading(page, 'Good day, Ada Lindqvist')
}

/** The page comes anew, with its script. */
async function switchOn(page: Page) {
  await Promise.all([page.waitForEvent('load'), toggle(page).click()])
  await heading(page, 'Telemetry is on')
}

async function createTool(page: Page, name: string) {
  await page.getByPlaceholder('Look up a parcel').fill(name)
  await page.getByRole('button', { name: 'Create the tool' }).click()
  await expect(page.getByText(`Created the tool “${name}”`)).toBeVisible()
}

/** Everything that somebody can do in the workshop. */
async function work(page: Page) {
  const told = (text: string | RegExp) => expect(page.getByText(text).first()).toBeVisible()
  await page.getByRole('button', { name: /^Support answers/ }).click()
  await told('Created the chatflow “Support answers”')
  await createTool(page, 'Parcels')
  await page.getByPlaceholder('Night desk').fill('Secretary')
  await page.getByRole('button', { name: 'Create the assistant' }).click()
  await told('Created the assistant “Secretary”')
  const flow = page.getByTestId('flow')
  await flow.getByRole('button', { name: 'Upsert vectors' }).click()
  await told('Wrote 24 vectors')
  await flow.getByLabel('Ask Support answers').fill('Who pays my mortgage?')
  await flow.getByRole('button', { name: 'Ask' }).click()
  await told('“Support answers” answered')
  await flow.getByRole('button', { name: 'Run', exact: true }).click()
  await told(/^Ran “Support answers” /)
  await flow.getByRole('button', { name: 'By webhook' }).click()
  await told('A webhook ran “Support answers”')
  await flow.getByRole('button', { name: 'Playground' }).click()
  await told('Played “Support answers”')
  await flow.getByRole('button', { name: 'Run and fail' }).click()
  await told('Ran “Support answers”, and it failed')
}

test('A8 set up with telemetry: events, report and page views arrive as documented, and nothing else', async ({
  page,
  install,
}) => {
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', ({ message }) => errors.push(message))
  await install.start()
  await page.goto(install.url())
  await heading(page, 'Welcome to your own Rill')
  expect(await consent(page)).toBe('no script')
  await setUp(page, install, 'Yes')
  await work(page)
  await go(page, 'What we send')
  await viewed(page, install, { $pathname: '/what-we-send' })
  await expect.poll(() => install.fromServer().filter(({ event }) => event === 'Component').length).toBe(19)
  await install.event('Run', { Success: false })

  const named = (name: string) => install.arrived().filter(({ event }) => event === name)
  const [created] = named('chatflow_created')
  const graph = created?.properties['flowGraph'] as { nodes: string[]; edges: object[] }
  const chatlowId = created?.properties['chatlowId']
  expect(created?.properties).toMatchObject({ version: '3.1.0', chatlowId, product: 'Rill' })
  expect(graph.nodes.map((id) => id.split('-')[0])).toEqual([
    'ChatInput',
    'Retriever',
    'Memory',
    'OpenAIModel',
    'ChatOutput',
  ])
  expect(graph.edges[0]).toEqual({ source: graph.nodes[0], target: graph.nodes[1] })
  const id = expect.stringMatching(/^[\w-]{36}$/)
  expect(named('tool_created')[0]?.properties).toMatchObject({ toolId: id, toolName: 'Parcels' })
  expect(named('assistant_created')[0]?.properties).toMatchObject({ assistantId: id })
  expect(named('vector_upserted')[0]?.properties).toMatchObject({
    chatlowId,
    type: 'INTERNAL',
    flowGraph: graph,
    stopNodeId: graph.nodes[4],
  })
  expect(named('prediction_sent')[0]?.properties).toMatchObject({ chatlowId, chatId: id, type: 'INTERNAL' })
  const seconds = expect.any(Number)
  expect(
    named('Run').map(({ properties: { IsWebhook, Success, ErrorCode } }) => [IsWebhook, Success, ErrorCode]),
  ).toEqual([
    [false, true, undefined],
    [true, true, undefined],
    [false, false, 'ECONNREFUSED'],
  ])
  expect(named('Playground')[0]?.properties).toMatchObject({
    Seconds: seconds,
    ComponentCount: 5,
    Success: true,
  })
  expect(named('Version')).toHaveLength(1)
  expect(install.fromPages().find(({ event }) => event === '$pageview')?.properties).toMatchObject({
    $pathname: '/',
    route_name: 'workshop',
    title: 'Workshop · Rill server',
  })

  await expect.poll(install.reports).toHaveLength(1)
  const [report] = install.reports()
  expect(report?.body['instanceId']).toBe(created?.distinctId)
  expect(report?.ip_hash).not.toContain('127.0.0.1')
  // One id for the install, another for the visitor: nothing ties the two.
  expect(install.fromPages()[0]?.distinctId).not.toBe(created?.distinctId)

  const all = JSON.stringify([install.arrived(), install.reports()])
  for (const secret of [
    'Ada',
    'sk-rill',
    'hunter2',
    'mortgage',
    '10.0.0.7',
    'rill.example',
    'Secretary',
    'return 42',
  ])
    expect(all).not.toContain(secret)
  expect(errors).toEqual([])
})

test('A8 F5 F6 the report has the documented form and the counts of what there is', async ({
  page,
  install,
}) => {
  await install.start({ heartbeatAfter: 3_600_000 })
  await setUp(page, install, 'Yes')
  await work(page)
  await install.stop()
  await install.start()
  await expect.poll(install.reports).toHaveLength(1)
  expect(install.reports()[0]?.body).toEqual({
    instanceId: expect.stringMatching(/^[\da-f-]{36}$/),
    os: { type: expect.any(String), release: expect.any(String), arch: expect.any(String) },
    env: { nodejs: process.version, flowforge: '3.1.0' },
    platform: {
      counts: {
        users: 1,
        teams: 1,
        projects: 1,
        devices: 0,
        projectSnapshots: 2,
        projectTemplates: 3,
        projectStacks: 1,
        libraryEntries: 1,
        sharedLibraryEntries: 1,
      },
      config: {
        driver: 'localfs',
        broker: { enabled: false },
        fileStore: { enabled: true },
        email: { enabled: false },
      },
      license: { id: '4c105579-782b-4d53-af62-cf7fa69f6b43', type: 'DEV' },
    },
    schemaVersion: 1,
    label: install.label,
  })
})

test('A8 A11 opting out at set-up: not one request, no id, nothing stored', async ({
  page,
  install,
  world,
}) => {
  const requests: string[] = []
  page.context().on('request', (request) => requests.push(request.url()))
  await install.start()
  await setUp(page, install, 'No')
  await work(page)
  await page.reload()
  await heading(page, 'Good day, Ada Lindqvist')
  expect(await consent(page)).toBe('no script')
  expect(await stored(page)).toEqual([])
  await go(page, 'What we send')
  await expect(page.getByText('Telemetry is off: nothing was gathered')).toBeVisible()
  await page.close()
  // Whatever waited would leave now.
  await install.stop()
  expect(install.arrived()).toEqual([])
  expect(install.reports()).toEqual([])
  expect(install.files()).toEqual([])
  expect(requests.filter((url) => url.startsWith(world.collector.url) || url.includes('waypost'))).toEqual([])
})

test('A7 A4 A10 switched off in the settings, the server, this tab and another fall silent; on, they begin anew', async ({
  page,
  install,
}) => {
  await install.start()
  await setUp(page, install, 'Yes')
  const other = await page.context().newPage()
  await other.goto(install.url('/what-we-send'))
  await viewed(other, install, { $pathname: '/what-we-send' })
  await go(page, 'Telemetry')
  await viewed(page, install, { $pathname: '/settings/telemetry' })
  await expect(page.getByTestId('notice')).toHaveText('Telemetry on')
  expect((await stored(page)).length).toBeGreaterThan(0)
  const before = install.arrived().length
  const { distinctId } = await install.event('Version')

  await toggle(page).click()
  await heading(page, 'Telemetry is off')
  await expect(page.getByTestId('reason')).toHaveText('An administrator switched it off.')
  await expect(page.getByTestId('notice')).toHaveText('Telemetry off')
  for (const tab of [page, other]) {
    await expect.poll(() => consent(tab)).toBe('denied')
    await expect.poll(() => stored(tab)).toEqual([])
  }
  // Both tabs and the server go on with their lives.
  await go(other, 'Workshop')
  await createTool(other, 'While it is off')
  await expect(other.getByText('Nothing: telemetry is off').first()).toBeVisible()
  await other.reload()
  await heading(other, 'Good day, Ada Lindqvist')
  expect(await consent(other)).toBe('no script')
  await expect(page.getByTestId('audit').getByRole('listitem').first()).toContainText('Ada Lindqvist')
  await expect(page.getByTestId('audit').getByRole('listitem').first()).toContainText('off')

  await switchOn(page)
  await expect.poll(() => consent(page)).toBe('granted')
  await go(page, 'Workshop')
  await createTool(page, 'When it is on')
  const { distinctId: same } = await install.event('tool_created', { toolName: 'When it is on' })
  await viewed(page, install, { $pathname: '/', navigation_type: 'push' })
  expect(same).toBe(distinctId)
  const since = install.arrived().slice(before)
  expect(since.filter(({ properties }) => properties['toolName'] === 'While it is off')).toEqual([])
  // The first that a page sends is a view of somebody new; of what came before, not even the leave.
  const [view] = since.filter(({ event }) => event.startsWith('$'))
  expect(view).toMatchObject({
    event: '$pageview',
    properties: { $pathname: '/settings/telemetry', view_number: 1 },
  })
  const visitors = new Set(
    install
      .arrived()
      .slice(0, before)
      .map((one) => one.distinctId),
  )
  expect(visitors).not.toContain(view?.distinctId)
})

test('A12 what waits when it is switched off never leaves', async ({ page, install }) => {
  await install.start({ interval: 3_600_000 })
  await setUp(page, install, 'Yes')
  await createTool(page, 'Too late')
  await go(page, 'Telemetry')
  await expect(page.getByTestId('delivery').locator('div', { hasText: 'waiting' }).last()).toContainText('2')
  await toggle(page).click()
  await heading(page, 'Telemetry is off')
  await switchOn(page)
  await go(page, 'Workshop')
  await createTool(page, 'In time')
  await page.getByRole('button', { name: /^Send \d now$/ }).click()
  await install.event('tool_created', { toolName: 'In time' })
  await install.stop()
  const tools = install.fromServer().filter(({ event }) => event === 'tool_created')
  expect(tools.map(({ properties }) => properties['toolName'])).toEqual(['In time'])
})

const locks = [
  [
    'A4 A10 the environment',
    { env: { DO_NOT_TRACK: '1' } },
    'DO_NOT_TRACK is set in the environment.',
    'Locked by the environment',
  ],
  [
    'A4 A10 the configuration',
    { config: (usual: string) => usual.replace('enabled: true', 'enabled: false') },
    'The configuration says enabled: false.',
    'Locked by the configuration file',
  ],
] as const

for (const [name, run, reason, lock] of locks)
  test(`${name} locks the switch, says so, and nothing leaves`, async ({ page, install }) => {
    await install.start(run)
    await page.goto(install.url())
    await expect(page.getByTestId('locked')).toContainText(reason.slice(4))
    await setUp(page, install, 'decided already')
    await work(page)
    await go(page, 'Telemetry')
    await expect(toggle(page)).toBeDisabled()
    await expect(toggle(page)).not.toBeChecked()
    await expect(page.getByTestId('reason')).toHaveText(reason)
    await expect(page.getByTestId('locked')).toContainText(lock)
    await expect(page.getByTestId('notice')).toHaveText('Telemetry off')
    // Nor by somebody who asks the server itself.
    const status = await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch('/api/telemetry', { method: 'POST', headers, body: '{"enabled":true}' })
      return answer.status
    })
    expect(status).toBe(409)
    expect(await consent(page)).toBe('no script')
    expect(await stored(page)).toEqual([])
    await page.close()
    await install.stop()
    expect([...install.arrived(), ...install.reports(), ...install.files()]).toEqual([])
  })

test('A9 a licence that does not let it be switched off says so', async ({ page, install }) => {
  await install.start({ licence: { rule: 'licensed-stays-on', licensed: true } })
  await setUp(page, install, 'decided already')
  await go(page, 'Telemetry')
  await expect(toggle(page)).toBeDisabled()
  await expect(toggle(page)).toBeChecked()
  await expect(page.getByTestId('reason')).toContainText('its licence does not let it switch off')
  await install.event('Version')
})

test('A2 A10 an error in the configuration is shown with its place and what to do, and nothing is sent', async ({
  page,
  install,
}) => {
  await install.start({ config: (usual) => usual.replace('enabled: true', 'enabeld: false') })
  await setUp(page, install, 'decided already')
  await work(page)
  await go(page, 'Telemetry')
  const problems = page.getByTestId('problems')
  await expect(problems).toContainText(`${install.configFile}, line 2`)
  await expect(problems).toContainText('telemetry.enabeld: there is no such option; enabled is one.')
  await expect(problems).toContainText('To do: write enabled.')
  await expect(toggle(page)).toBeDisabled()
  await page.close()
  await install.stop()
  expect([...install.arrived(), ...install.reports(), ...install.files()]).toEqual([])
})

test('D16 the page shows the bytes that were sent, those that wait, and the next report', async ({
  page,
  install,
}) => {
  await install.start({ interval: 3_600_000 })
  await setUp(page, install, 'Yes')
  await createTool(page, 'Żubr')
  await go(page, 'What we send')
  const card = page.getByTestId('payloads')
  await card.getByRole('radio', { name: 'Exact body' }).check()
  await card.getByRole('radio', { name: 'What waits' }).check()
  await expect(card.locator('figure').first()).toContainText('tool_created')
  await go(page, 'Telemetry')
  await page.getByRole('button', { name: 'Send now' }).click()
  const event = await install.event('tool_created')
  await go(page, 'What we send')
  await card.getByRole('radio', { name: 'Exact body' }).check()
  const sent = card.locator('figure').filter({ hasText: 'Flowise’s events' })
  await expect(sent).toContainText('tool_created')
  await expect(sent).toContainText(`${event.request.bytes} bytes`)
  const { batch } = JSON.parse((await sent.locator('pre').textContent()) ?? '')
  expect(batch).toMatchObject([{ event: 'tool_created', uuid: event.uuid, properties: { toolName: 'Żubr' } }])
  await card.getByRole('radio', { name: 'Bytes' }).check()
  await expect(sent.locator('pre')).toContainText('c5 bb 75 62 72')

  await card.getByRole('radio', { name: 'Next report' }).check()
  await card.getByRole('radio', { name: 'Pretty' }).check()
  await expect(card.locator('pre')).toContainText('"libraryEntries": 1')
  await expect(card.locator('figcaption')).toContainText('/ping')
})

test('D16 the page shows the report that was sent last', async ({ page, install }) => {
  await install.start()
  await setUp(page, install, 'Yes')
  await expect.poll(install.reports).toHaveLength(1)
  await go(page, 'What we send')
  const card = page.getByTestId('payloads')
  await card.getByRole('radio', { name: 'Exact body' }).check()
  const sent = card.locator('figure').filter({ hasText: 'Daily report' })
  expect(JSON.parse((await sent.locator('pre').textContent()) ?? '')).toEqual(install.reports()[0]?.body)
})

test('A1 without a key no event is made, the pages have no script, and the page says so', async ({
  page,
  install,
}) => {
  await install.start({ config: (usual) => usual.replace(/^ *apikey: .*\n/m, '') })
  await setUp(page, install, 'Yes')
  await work(page)
  await go(page, 'Telemetry')
  await expect(page.getByTestId('delivery')).toContainText('There is no project key, so no event is made')
  await expect(page.getByTestId('frontend')).toContainText('has no script')
  expect(await consent(page)).toBe('no script')
  await page.close()
  await install.stop()
  expect(install.arrived()).toEqual([])
})

test('F14 the numbers, for whoever has the token', async ({ page, install }) => {
  const token = 'a-token-of-enough-letters'
  await install.start({ env: { RILL_STATS_TOKEN: token, DO_NOT_TRACK: '1' } })
  await setUp(page, install, 'decided already')
  const ask = (headers: Record<string, string>) => page.request.get(install.url('/api/stats'), { headers })
  expect((await ask({})).status()).toBe(401)
  const authorization = `Bearer ${token}`
  expect(await (await ask({ authorization })).json()).toMatchObject({ platform: { counts: { users: 1 } } })
  const accept = 'application/openmetrics-text'
  expect(await (await ask({ authorization, accept })).text()).toContain('rill_platform_counts_users 1\n')
  expect(install.files()).toEqual([])
})

test('D17 the tables are those of the docs, in three languages', async ({ page, install }) => {
  await install.start()
  await setUp(page, install, 'No')
  await go(page, 'What we send')
  const tables = page.getByTestId('catalogues')
  await expect(tables.locator('details')).toHaveCount(11)
  await tables.locator('summary').first().click()
  await expect(tables.getByRole('region', { name: 'chatflow_created' })).toContainText('Version of Flowise.')
  await page.getByRole('radio', { name: 'Español' }).check()
  await expect(tables.getByRole('region', { name: 'chatflow_created' })).toContainText('Versión de Flowise.')
  await page.getByRole('radio', { name: '中文' }).check()
  await expect(tables).toContainText('创建了聊天流程')
})
