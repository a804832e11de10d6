/** The three ways of tracking, by the endings of their project keys. */
export type DemoWay = 'direct' | 'posthog_js' | 'script'

/** A page of the demo, as its events should describe it. */
export interface Place {
  way: DemoWay
  path: string
  title: string
  /** Name and pattern of the route; a page without a router has none. */
  name?: string
  pattern?: string
  /** What the route adds to its events. */
  section?: string
}

const folders = { direct: '/vue-direct', posthog_js: '/vue-posthog-js' }

/** The pages of the Vue app. The two ways differ by their base path and by nothing else. */
export function rill(way: keyof typeof folders) {
  const place = (path: string, title: string, name: string, pattern = path, section?: string): Place => ({
    way,
    path: folders[way] + path,
    title: title + ' · Rill',
    name,
    pattern,
    ...(section && { section }),
  })
  const team = (slug: string, name: string) => ({
    overview: place(`/team/${slug}`, name, 'team', '/team/:slug'),
    members: place(
      `/team/${slug}/members`,
      `Members of ${name}`,
      'Team members',
      '/team/:slug/members',
      'people',
    ),
    settings: place(`/team/${slug}/settings`, `Settings of ${name}`, 'team-settings', '/team/:slug/settings'),
  })
  const instance = (id: string, name: string) => place(`/instance/${id}`, name, 'instance', '/instance/:id')
  const flow = (id: string, name: string) => place(`/flow/${id}`, name, 'flow', '/flow/:id')
  const guide = (slug: string, title: string) => place(`/docs/${slug}`, title, 'doc', '/docs/:page')
  const page = (name: string, title: string) => place(`/${name}`, title, name)

  return {
    /** Address of a path of the app. */
    at: (path: string) => folders[way] + path,
    home: place('/', 'Home', 'home'),
    teams: page('teams', 'Teams'),
    atlas: team('atlas', 'Atlas Logistics'),
    meadow: team('meadow', 'Meadow Health'),
    harbour: team('harbour', 'Harbour Foods'),
    /** Sets no title of its own. */
    noTeam: { ...place('/team/none', '', 'team', '/team/:slug'), title: 'Rill' },
    instances: page('instances', 'Instances'),
    depotHub: instance('depot-hub', 'Depot hub'),
    customsDesk: instance('customs-desk', 'Customs desk'),
    clinicBridge: instance('clinic-bridge', 'Clinic bridge'),
    coldChain: instance('cold-chain', 'Cold chain'),
    noInstance: instance('none', 'No such instance'),
    flows: page('flows', 'Flows'),
    orderIntake: flow('order-intake', 'Order intake'),
    labResults: flow('lab-results', 'Lab results'),
    coldWatch: flow('cold-watch', 'Cold watch'),
    noFlow: flow('none', 'No such flow'),
    docs: page('docs', 'Docs'),
    quickstart: guide('quickstart', 'Quickstart'),
    snapshots: guide('snapshots', 'Snapshots'),
    selfHosting: guide('self-hosting', 'Self-hosting'),
    noGuide: guide('none', 'No such guide'),
    login: page('login', 'Log in'),
    lab: page('lab', 'Hard cases'),
    health: page('health', 'Health'),
    admin: page('admin', 'Admin'),
    settings: page('settings', 'Settings'),
    marketplace: page('marketplace', 'Marketplace'),
    missing: place('/no/such/page', 'Not found', 'not-found'),
  }
}

export type Rill = ReturnType<typeof rill>

const document = (file: string, title: string): Place => ({
  way: 'script',
  path: `/plain/${file}`,
  title: `${title} · Rill`,
})

/** The pages with the script tag. */
export const plain = {
  home: document('', 'Home'),
  teams: document('teams.html', 'Teams'),
  flows: document('flows.html', 'Flows'),
  docs: document('docs.html', 'Docs'),
  tabs: document('tabs.html', 'Tabs by hand'),
  spring: document('tabs/spring', 'Spring'),
  summer: document('tabs/summer', 'Summer'),
  autumn: document('tabs/autumn', 'Autumn'),
  login: document('login.html', 'Log in'),
  welcome: document('welcome.html', 'Welcome'),
  missing: document('missing.html', 'Not found'),
}
