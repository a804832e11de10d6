import type { RouteLocationNormalized, RouteRecordRaw } from 'vue-router'
import { docPages } from './data/docs'
import { findInstance } from './data/instances'
import DocPage from './pages/DocPage.vue'
import DocsPage from './pages/DocsPage.vue'
import FlowsPage from './pages/FlowsPage.vue'
import HealthPage from './pages/HealthPage.vue'
import HomePage from './pages/HomePage.vue'
import InstancePage from './pages/InstancePage.vue'
import InstancesPage from './pages/InstancesPage.vue'
import LabPage from './pages/LabPage.vue'
import LoginPage from './pages/LoginPage.vue'
import MarketplacePage from './pages/MarketplacePage.vue'
import NotFoundPage from './pages/NotFoundPage.vue'
import PrivatePage from './pages/PrivatePage.vue'
import TeamsPage from './pages/TeamsPage.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** Set after the navigation. Pages without it set their own title, later. */
    title?: string | ((to: RouteLocationNormalized) => string)
    needsLogin?: boolean
  }
}

/** A file that was there before the last deployment: the way lazy routes fail in real life. */
const vanishedChunk = '/assets/reports-from-last-week.js'

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const routes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: HomePage, meta: { title: 'Home' } },
  { path: '/teams', name: 'teams', component: TeamsPage, meta: { title: 'Teams' } },
  {
    path: '/team/:slug',
    component: () => import('./pages/TeamPage.vue'),
    props: true,
    children: [
      { path: '', name: 'team', component: () => import('./pages/TeamOverview.vue'), props: true },
      {
        path: 'members',
        name: 'team-members',
        component: () => import('./pages/TeamMembers.vue'),
        props: true,
        meta: { waypost: { name: 'Team members', properties: { section: 'people' } } },
      },
      {
        path: 'settings',
        name: 'team-settings',
        component: () => import('./pages/TeamSettings.vue'),
        props: true,
      },
    ],
  },
  { path: '/instances', name: 'instances', component: InstancesPage, meta: { title: 'Instances' } },
  {
    path: '/instance/:id',
    name: 'instance',
    component: InstancePage,
    props: true,
    meta: { title: ({ params }) => findInstance(String(params['id']))?.name ?? 'No such instance' },
  },
  { path: '/flows', name: 'flows', component: FlowsPage, meta: { title: 'Flows' } },
  { path: '/flow/:id', name: 'flow', component: () => import('./pages/FlowPage.vue'), props: true },
  { path: '/docs', name: 'docs', component: DocsPage, meta: { title: 'Docs' } },
  {
    path: '/docs/:page',
    name: 'doc',
    component: DocPage,
    props: true,
    meta: {
      title: ({ params }) => docPages.find(({ slug }) => slug === params['page'])?.title ?? 'No such guide',
    },
  },
  { path: '/login', name: 'login', component: LoginPage, meta: { title: 'Log in' } },
  { path: '/lab', name: 'lab', component: LabPage, meta: { title: 'Hard cases' } },
  { path: '/health', name: 'health', component: HealthPage, meta: { title: 'Health', waypost: false } },
  {
    path: '/admin',
    name: 'admin',
    component: PrivatePage,
    props: { heading: 'Admin' },
    meta: { title: 'Admin', needsLogin: true },
  },
  {
    path: '/settings',
    name: 'settings',
    component: PrivatePage,
    props: { heading: 'Settings' },
    meta: { title: 'Settings', needsLogin: true },
  },
  { path: '/old-docs', redirect: '/docs' },
  { path: '/u/:slug', redirect: (to) => ({ name: 'team', params: { slug: to.params['slug'] } }) },
  {
    path: '/marketplace',
    name: 'marketplace',
    component: MarketplacePage,
    meta: { title: 'Marketplace' },
    beforeEnter: () => wait(1200),
  },
  { path: '/reports', name: 'reports', component: () => import(/* @vite-ignore */ vanishedChunk) },
  {
    path: '/billing',
    name: 'billing',
    component: NotFoundPage,
    beforeEnter: () => {
      throw new Error('Billing is closed for the night.')
    },
  },
  { path: '/vault', name: 'vault', component: NotFoundPage, beforeEnter: () => false },
  { path: '/:path(.*)*', name: 'not-found', component: NotFoundPage, meta: { title: 'Not found' } },
]
