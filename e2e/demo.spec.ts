import type { Page } from '@playwright/test'
import type { CollectedEvent } from 'waypost/collector'
import {
  address,
  answer,
  back,
  button,
  contents,
  forward,
  header,
  headerButton,
  instance,
  link,
  main,
  opensTab,
  season,
  team,
  way,
} from './demo-clicks.ts'
import type { Click } from './demo-clicks.ts'
import { plain, rill } from './demo-places.ts'
import type { Place, Rill } from './demo-places.ts'
import {
  beside,
  besideGone,
  bfcache,
  deployed,
  each,
  gone,
  load,
  nothing,
  push,
  reload,
  replace,
  test,
  traverse,
  untracked,
} from './demo-visit.ts'
import type { Step } from './demo-visit.ts'
import { expect } from './fixtures.ts'

// Long walks, on machines that have other things to do.
test.describe.configure({ timeout: 120_000 })

/** The page that leads to the three ways. Nobody tracks it. */
const landing: Place = { way: 'script', path: '/', title: 'waypost: every page view, exactly once' }

const patience = { timeout: 15_000 }
const unsaved = (page: Page) => expect(page.getByTestId('unsaved')).toBeVisible(patience)
const saved = (page: Page) => expect(page.getByTestId('unsaved')).toBeHidden(patience)
const toast = (text: string) => (page: Page) =>
  expect(page.getByTestId('toast')).toContainText(text, patience)
const url = (pattern: RegExp) => (page: Page) => expect(page).toHaveURL(pattern, patience)
/** A step that ends where it began: this address was shown in between. */
const by = (path: string, click: Click): Click => ({
  label: click.label,
  run: async (page) => {
    await Promise.all([page.waitForURL((seen) => seen.pathname === path, patience), click.run(page)])
  },
})

const navigation = (app: Rill): Step[] => [
  [address(app.at('/')), load(app.home)],
  [main('Home'), nothing],
  [main('Teams'), push(app.teams)],
  [main('Instances'), push(app.instances)],
  [main('Flows'), push(app.flows)],
  [main('Docs'), push(app.docs)],
  [main('Hard cases'), push(app.lab)],
  [main('Home'), push(app.home)],
  [header('Rill, home'), nothing],
  [main('Docs'), push(app.docs)],
  [header('Rill, home'), push(app.home)],
  [opensTab(header('Live page')), nothing],
  [header('Log in'), push(app.login)],
  [button('Continue as Ada Lindqvist'), push(app.home)],
  [main('Teams'), push(app.teams)],
  [headerButton('Log out'), push(app.home)],
  [back, traverse(app.teams)],
  [back, traverse(app.home)],
  [forward, traverse(app.teams)],
]

const links = (app: Rill): Step[] => [
  [address(app.at('/')), load(app.home)],
  [link('Open order intake'), push(app.orderIntake)],
  [main('Home'), push(app.home)],
  [link('All flows'), push(app.flows)],
  [main('Home'), push(app.home)],
  [link('All instances'), push(app.instances)],
  [main('Home'), push(app.home)],
  [link('Try the hard cases'), push(app.lab)],
  [main('Home'), push(app.home)],
  [link(/^Order intake/), push(app.orderIntake)],
  [main('Home'), push(app.home)],
  [link(/^Lab results/), push(app.labResults)],
  [main('Home'), push(app.home)],
  [link(/^Cold watch/), push(app.coldWatch)],
  [main('Home'), push(app.home)],
  [link(/^Depot hub/), push(app.depotHub)],
  [main('Home'), push(app.home)],
  [link(/^Customs desk/), push(app.customsDesk)],
  [main('Home'), push(app.home)],
  [link(/^Clinic bridge/), push(app.clinicBridge)],
]

const teams = (app: Rill): Step[] => [
  [address(app.at('/teams')), load(app.teams)],
  [link(/Atlas Logistics/), push(app.atlas.overview)],
  [team('Members'), push(app.atlas.members)],
  [team('Settings'), push(app.atlas.settings)],
  [team('Overview'), push(app.atlas.overview)],
  [team('Overview'), nothing],
  [link(/^Order intake/), push(app.orderIntake)],
  [back, traverse(app.atlas.overview)],
  [link(/^Depot hub/), push(app.depotHub)],
  [back, traverse(app.atlas.overview)],
  [link('Meadow Health'), push(app.meadow.overview)],
  [link('Harbour Foods'), push(app.harbour.overview)],
  [main('Teams'), push(app.teams)],
  [link(/Meadow Health/), push(app.meadow.overview)],
  [team('Members'), push(app.meadow.members)],
  [main('Teams'), push(app.teams)],
  [link(/Harbour Foods/), push(app.harbour.overview)],
  [team('Settings'), push(app.harbour.settings)],
]

const instances = (app: Rill): Step[] => [
  [address(app.at('/instances')), load(app.instances)],
  [link(/^Depot hub/), push(app.depotHub)],
  [instance('Logs'), nothing, url(/\?tab=logs$/)],
  [instance('Metrics'), nothing, url(/\?tab=metrics$/)],
  [instance('Overview'), nothing, url(/\?tab=overview$/)],
  [back, nothing, url(/\?tab=metrics$/)],
  [main('Instances'), push(app.instances)],
  [link(/^Customs desk/), push(app.customsDesk)],
  [main('Instances'), push(app.instances)],
  [link(/^Clinic bridge/), push(app.clinicBridge)],
  [main('Instances'), push(app.instances)],
  [link(/^Cold chain/), push(app.coldChain)],
  [instance('Metrics'), nothing, url(/\?tab=metrics$/)],
]

const docs = (app: Rill): Step[] => [
  [address(app.at('/docs')), load(app.docs)],
  [contents('Install'), nothing, url(/#install$/)],
  [contents('Your first flow'), nothing, url(/#first-flow$/)],
  [contents('Nodes'), nothing, url(/#nodes$/)],
  [contents('Events'), nothing, url(/#events$/)],
  [contents('Deploy'), nothing, url(/#deploy$/)],
  [contents('Teams and roles'), nothing, url(/#teams$/)],
  [contents('Limits'), nothing, url(/#limits$/)],
  [back, nothing, url(/#teams$/)],
  [contents('Quickstart'), push(app.quickstart)],
  [link('All docs'), push(app.docs)],
  [contents('Snapshots'), push(app.snapshots)],
  [link('All docs'), push(app.docs)],
  [contents('Self-hosting'), push(app.selfHosting)],
  [link('Quickstart'), push(app.quickstart)],
  [link('Snapshots'), push(app.snapshots)],
  [link('Self-hosting'), push(app.selfHosting)],
  [link('All docs'), push(app.docs)],
]

const flows = (app: Rill): Step[] => [
  [address(app.at('/flows')), load(app.flows)],
  [link(/^Order intake/), push(app.orderIntake)],
  [button('Add node'), nothing, unsaved],
  [answer(back, 'Stay'), nothing, unsaved],
  [answer(back, 'Escape'), nothing, unsaved],
  [answer(main('Teams'), 'Stay'), nothing, unsaved],
  [answer(back, 'Leave'), traverse(app.flows)],
  [link(/^Lab results/), push(app.labResults)],
  [button('Add node'), nothing, unsaved],
  [answer(main('Teams'), 'Stay'), nothing, unsaved],
  [answer(main('Teams'), 'Leave'), push(app.teams)],
  [main('Flows'), push(app.flows)],
  [link(/^Cold watch/), push(app.coldWatch)],
  [button('Deploy'), deployed(5), toast('Deployed: 5 nodes.')],
  [button('Add node'), nothing, unsaved],
  [button('Deploy'), deployed(6), toast('Deployed: 6 nodes.')],
  [button('Add node'), nothing, unsaved],
  [button('Save'), nothing, saved],
  [link('All flows'), push(app.flows)],
]

const strays = (app: Rill): Step[] => [
  [address(app.at('/no/such/page')), load(app.missing)],
  [link('Back to the source'), push(app.home)],
  [address(app.at('')), load(app.home)],
  [address(app.at('/team/none')), load(app.noTeam)],
  [link('All teams'), push(app.teams)],
  [address(app.at('/instance/none')), load(app.noInstance)],
  [link('All instances'), push(app.instances)],
  [address(app.at('/flow/none')), load(app.noFlow)],
  [link('All flows'), push(app.flows)],
  [address(app.at('/docs/none')), load(app.noGuide)],
  [link('All docs'), push(app.docs)],
  [address(app.at('/old-docs#nodes')), load(app.docs)],
  [address(app.at('/u/atlas')), load(app.atlas.overview)],
  [address(app.at('/admin')), load(app.login)],
]

const redirects = (app: Rill): Step[] => [
  [address(app.at('/lab')), load(app.lab)],
  [link('Open old docs'), push(app.docs)],
  [main('Hard cases'), push(app.lab)],
  [link('Open short link'), push(app.meadow.overview)],
  [main('Hard cases'), push(app.lab)],
  [link('Open admin'), push(app.login), url(/\?next=\/admin$/)],
  [button('Continue as Ada Lindqvist'), push(app.admin)],
  [link('Back to the hard cases'), push(app.lab)],
  [link('Open settings'), push(app.settings)],
  [link('Back to the hard cases'), push(app.lab)],
  [headerButton('Log out'), push(app.home)],
  [main('Hard cases'), push(app.lab)],
  [link('Open settings'), push(app.login), url(/\?next=\/settings$/)],
  [button('Continue as Ada Lindqvist'), push(app.settings)],
  [main('Hard cases'), push(app.lab)],
  [link('Open admin'), push(app.admin)],
  [main('Hard cases'), push(app.lab)],
  [link('Open vault'), nothing, toast('A guard said no.')],
  [link('Open billing'), nothing, toast('Billing is closed for the night.')],
  [link('Open a flow to edit'), push(app.orderIntake)],
  [button('Add node'), nothing, unsaved],
  [answer(back, 'Stay'), nothing, unsaved],
  [answer(back, 'Leave'), traverse(app.lab)],
]

const timing = (app: Rill): Step[] => [
  [address(app.at('/lab')), load(app.lab)],
  [link('Open marketplace'), push(app.marketplace)],
  [main('Hard cases'), push(app.lab)],
  [button('Start slow, then go to teams'), push(app.teams)],
  [main('Hard cases'), push(app.lab)],
  [link('Open reports'), nothing, toast('Reports could not be loaded.')],
  [button('Push twice, confirmed'), each(push(app.teams), push(app.flows))],
  [main('Hard cases'), push(app.lab)],
  [button('Push twice, at once'), push(app.flows)],
  [main('Hard cases'), push(app.lab)],
  [by(app.teams.path, button('Go and come back')), each(push(app.teams), traverse(app.lab))],
  [button('Replace by instances'), replace(app.instances)],
  [main('Hard cases'), push(app.lab)],
  [link('Open lab results'), push(app.labResults)],
]

const samePage = (app: Rill): Step[] => [
  [address(app.at('/lab')), load(app.lab)],
  [button('Push this page again'), nothing],
  [button('Change the query'), nothing, url(/\?tab=logs$/)],
  [button('Change the hash'), nothing, url(/#main$/)],
  [button('Replace state'), nothing],
  [link('Open logs of the depot hub'), push(app.depotHub), url(/\?tab=logs$/)],
  [main('Hard cases'), push(app.lab)],
  [link('Open docs at events'), push(app.docs), url(/#events$/)],
]

const naming = (app: Rill): Step[] => [
  [address(app.at('/lab')), load(app.lab)],
  [link('Open health'), untracked(app.health)],
  [main('Hard cases'), push(app.lab)],
  [link('Open members of Atlas'), push(app.atlas.members)],
  [main('Hard cases'), push(app.lab)],
  [link('Open settings of Atlas'), push(app.atlas.settings)],
  [main('Hard cases'), push(app.lab)],
  [link('Open a missing page'), push(app.missing)],
  [link('Back to the source'), push(app.home)],
  [main('Hard cases'), push(app.lab)],
  [link('Open cold watch'), push(app.coldWatch)],
  [button('Deploy'), deployed(5)],
]

const documents = (app: Rill): Step[] => [
  [address(app.at('/lab')), load(app.lab)],
  [button('Reload this page'), reload(app.lab)],
  [button('Assign location'), load(app.teams)],
  [main('Hard cases'), push(app.lab)],
  [link('Leave for the plain pages'), load(plain.home)],
  [back, bfcache(app.lab)],
  [main('Docs'), push(app.docs)],
]

const witnessed = (app: Rill): Step[] => [
  [address(app.at('/lab')), load(app.lab)],
  [link('Open members of Atlas'), push(app.atlas.members)],
  [main('Hard cases'), push(app.lab)],
  [link('Open vault'), nothing, toast('A guard said no.')],
  [button('Reload this page'), reload(app.lab)],
  [link('Open cold watch'), push(app.coldWatch)],
  [button('Deploy'), deployed(5), toast('Deployed: 5 nodes.')],
  [main('Home'), push(app.home)],
]

/** Every row of the panel, the views by themselves too, against what the collector has. */
async function expectPanel(page: Page, arrived: readonly CollectedEvent[]) {
  const panel = page.getByTestId('panel')
  const rows = (selector: string) =>
    panel
      .locator(selector)
      .evaluateAll((all) =>
        all.map((row) =>
          [
            row.getAttribute('data-event'),
            row.querySelector('.event-path')?.textContent,
            row.querySelector('.event-detail')?.textContent ?? '',
          ].join(' '),
        ),
      )
  const shown = arrived
    .map(({ event, properties: { $pathname, title, to } }) => {
      const detail = event === '$pageview' ? title : event === '$pageleave' && to ? `to ${String(to)}` : ''
      return `${event} ${String($pathname)} ${String(detail)}`
    })
    .reverse()
  expect(await rows('.event')).toEqual(shown)
  expect(await rows('.event[data-event="$pageview"]')).toEqual(
    shown.filter((row) => row.startsWith('$pageview')),
  )
}

const walks: [name: string, table: (app: Rill) => Step[]][] = [
  ['header and main navigation', navigation],
  ['links of the home page', links],
  ['teams', teams],
  ['instances', instances],
  ['docs', docs],
  ['flows, left with unsaved changes', flows],
  ['addresses typed', strays],
  ['hard cases: redirects and guards', redirects],
  ['hard cases: fast, slow and failing', timing],
  ['hard cases: same page, other address', samePage],
  ['hard cases: routes with a say', naming],
  ['hard cases: new documents', documents],
]

const vueWays = { 'Vue, direct': rill('direct'), 'Vue, with posthog-js': rill('posthog_js') }

for (const [title, app] of Object.entries(vueWays)) {
  test.describe(title, () => {
    for (const [name, table] of walks) {
      test(name, async ({ visit }) => {
        await visit.walk(table(app))
        await visit.end()
      })
    }

    test('hard cases: another tab for a while', async ({ page, visit }) => {
      await visit.walk([[address(app.at('/lab')), load(app.lab)]])
      const opened = page.context().waitForEvent('page')
      await visit.walk([[button('Open a tab beside'), beside(app.lab)]])
      const tab = await opened
      await visit.walk([
        [{ label: 'Close the tab', run: () => tab.close() }, besideGone(app.lab)],
        [main('Teams'), push(app.teams)],
      ])
      await visit.end()
    })

    test('the panel shows what arrived', async ({ page, visit }) => {
      await visit.walk(witnessed(app))
      await visit.arrived()
      await expectPanel(page, visit.events)
      await visit.end()
    })
  })
}

test.describe('Script tag', () => {
  test('pages', async ({ visit }) => {
    await visit.walk([
      [address('/plain/'), load(plain.home)],
      [main('Teams'), load(plain.teams)],
      [main('Flows'), load(plain.flows)],
      [main('Docs'), load(plain.docs)],
      [contents('Install'), nothing, url(/#install$/)],
      [contents('Your first flow'), nothing, url(/#first-flow$/)],
      [contents('Nodes'), nothing, url(/#nodes$/)],
      [contents('Events'), nothing, url(/#events$/)],
      [contents('Deploy'), nothing, url(/#deploy$/)],
      [contents('Teams and roles'), nothing, url(/#teams$/)],
      [contents('Limits'), nothing, url(/#limits$/)],
      [main('Tabs by hand'), load(plain.tabs)],
      [header('Log in'), load(plain.login)],
      [button('Log in'), load(plain.welcome)],
      [link('Go home'), load(plain.home)],
      [link(/^Three teams/), load(plain.teams)],
      [button('Search'), load(plain.flows), url(/\?q=order$/)],
      [main('Home'), load(plain.home)],
      [link(/^Three flows/), load(plain.flows)],
      [header('Rill, home'), load(plain.home)],
      [link('An anchor of the docs'), load(plain.docs), url(/#events$/)],
      [main('Home'), load(plain.home)],
      [link('A page that is missing'), load(plain.missing)],
      [link('Back to the source'), load(plain.home)],
      [opensTab(header('Live page')), nothing],
      [main('Teams'), load(plain.teams)],
      [back, bfcache(plain.home)],
      [forward, bfcache(plain.teams)],
    ])
    await visit.end()
  })

  test('tabs by hand', async ({ visit }) => {
    await visit.walk([
      [address('/plain/tabs.html'), load(plain.tabs)],
      [season('Spring'), push(plain.spring)],
      [season('Summer'), push(plain.summer)],
      [button('Change the query only'), nothing, url(/summer\?sort=\d+$/)],
      [button('Replace the state, same address'), nothing],
      [season('Autumn'), push(plain.autumn)],
      [back, traverse(plain.summer), url(/\?sort=\d+$/)],
      [back, nothing, url(/summer$/)],
      [back, traverse(plain.spring)],
      [forward, traverse(plain.summer)],
      [main('Home'), load(plain.home)],
      [address('/plain/tabs/autumn'), load(plain.autumn)],
      [season('Spring'), push(plain.spring)],
    ])
    await visit.end()
  })

  test('the panel shows what arrived', async ({ page, visit }) => {
    await visit.walk([
      [address('/plain/'), load(plain.home)],
      [main('Teams'), load(plain.teams)],
      [main('Tabs by hand'), load(plain.tabs)],
      [season('Spring'), push(plain.spring)],
      [button('Change the query only'), nothing, url(/\?sort=\d+$/)],
      [season('Summer'), push(plain.summer)],
    ])
    await visit.arrived()
    await expectPanel(page, visit.events)
    await visit.end()
  })
})

const { 'Vue, direct': direct, 'Vue, with posthog-js': posthogJs } = vueWays

test('from way to way', async ({ visit }) => {
  await visit.walk([
    [address('/vue-direct/teams'), load(direct.teams)],
    [way('posthog-js'), load(posthogJs.teams)],
    [main('Docs'), push(posthogJs.docs)],
    [way('Direct'), load(direct.docs)],
    [way('Direct'), load(direct.docs)],
    [contents('Events'), nothing, url(/#events$/)],
    // The link leads to this very anchor: the browser stays in the document.
    [way('Direct'), nothing],
    [way('Script tag'), load(plain.home)],
    [way('Script tag'), load(plain.home)],
    [way('posthog-js'), load(posthogJs.home)],
    [way('Script tag'), load(plain.home)],
    [way('Direct'), load(direct.home)],
    [way('All ways'), gone(landing)],
    [link('Open Vue, with posthog-js'), load(posthogJs.home)],
    [way('All ways'), gone(landing)],
    [link('Open Vue, direct'), load(direct.home)],
    [way('All ways'), gone(landing)],
    [link('Open the script tag'), load(plain.home)],
    [way('All ways'), gone(landing)],
    [link('Try the hard cases'), load(direct.lab)],
    [way('All ways'), gone(landing)],
    [opensTab(header('Live page')), nothing],
    [opensTab(link('Watch them arrive')), nothing],
    [link('Open the script tag'), load(plain.home)],
    [main('Flows'), load(plain.flows)],
    [link('open it in the Vue app'), load(direct.orderIntake)],
    [main('Flows'), push(direct.flows)],
  ])
  await visit.end()
})
