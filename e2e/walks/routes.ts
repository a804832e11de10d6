import type { RouteSketch } from '../../src/browser/sources/walks/router-model.contract.ts'

/** When the test app sets the title of a page: before the move, when it is confirmed, when it is mounted, later, too late. */
type Titled = 'early' | 'confirmed' | 'mounted' | 'late' | 'never'

/** A route of the test app, as the walk knows it. */
export interface WalkRoute extends RouteSketch {
  title?: string
  titled?: Titled
}

const route = (
  path: string,
  title?: string,
  titled?: Titled,
  more: Partial<RouteSketch> = {},
): [string, WalkRoute] => [
  path,
  {
    record: path,
    page: {},
    ...(title !== undefined && { title }),
    ...(titled && { titled }),
    // An app that sets its titles now early and now late: of the page that it leaves then, nobody can tell the title.
    ...(titled === 'early' && title !== undefined && { earlyTitle: title }),
    ...more,
  },
]
const named = (path: string, title: string) =>
  route(path, title, 'confirmed', { page: { name: `page ${path}` } })
const team = (path: string, name: string, title?: string) =>
  route(path, title, title === undefined ? undefined : 'confirmed', { record: name, page: { name } })

const routes = new Map<string, WalkRoute>([
  named('/', 'Home'),
  named('/a', 'Title A'),
  named('/b', 'Title B'),
  named('/c', 'Title C'),
  named('/same', 'Title A'),
  named('/tabs', 'Tabs'),
  route('/early', 'Title early', 'early'),
  route('/early/two', 'Title early two', 'early'),
  route('/mounted', 'Title mounted', 'mounted'),
  route('/late', 'Title late', 'late'),
  route('/never', 'Title never', 'never'),
  route('/lazy', 'Title lazy', 'confirmed'),
  route('/broken', undefined, undefined, { broken: true }),
  route('/refused', undefined, undefined, { enter: 'no' }),
  route('/throws', undefined, undefined, { enter: 'throws' }),
  route('/slow', 'Title slow', 'confirmed', { enter: 'slow' }),
  route('/locked'),
  route('/old', undefined, undefined, { redirect: '/b' }),
  route('/older', undefined, undefined, { redirect: '/old' }),
  route('/moved', undefined, undefined, { enter: 'elsewhere' }),
  route('/landing', undefined, undefined, { enter: 'elsewhere' }),
  route('/silent', 'Silent', 'confirmed', { page: { ignored: true } }),
  route('/renamed', 'Renamed', 'confirmed', { page: { name: 'checkout' } }),
  team('/team/one', 'team', 'Team'),
  team('/team/two', 'team', 'Team'),
  team('/team/one/members', 'members', 'Members'),
  team('/team/one/settings/all', 'settings'),
])
const lost: WalkRoute = { record: 'lost', page: { name: 'lost' }, title: 'Not found', titled: 'confirmed' }

export const routeOf = (path: string): WalkRoute => routes.get(path) ?? lost
