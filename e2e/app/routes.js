/** Path of a chunk that no server has. A variable, so that no bundler looks for it. */
const missingChunk = '/missing-chunk.js'

/** @param {number} delay @param {string} title */
const titleIn = (delay, title) => {
  const timer = setTimeout(() => (document.title = title), delay)
  return () => clearTimeout(timer)
}

/**
 * A route for every situation. Plain JavaScript: the app with a bundler and the one without share it.
 *
 * @param {typeof import('vue')} Vue
 * @param {typeof import('vue-router')} VueRouter
 * @returns {import('vue-router').RouteRecordRaw[]}
 */
export function createRoutes({ h, onMounted, onUnmounted }, { RouterLink, RouterView }) {
  /** @param {string} text @param {() => (() => void) | void} [mounted] may return what is to do when the page goes */
  const page = (text, mounted) => ({
    setup() {
      /** @type {(() => void) | void} */
      let undo
      onMounted(() => void (undo = mounted?.()))
      onUnmounted(() => undo?.())
      return () => [h('h1', text), h(RouterLink, { to: '/b', id: 'link' }, () => 'To b')]
    },
  })
  /** @param {string} height */
  const tall = (height) => h('div', { style: `height: ${height}` })
  /** @param {string} path @param {string} title */
  const titled = (path, title) => ({ path, name: 'page ' + path, component: page(title), meta: { title } })

  return [
    titled('/', 'Home'),
    titled('/a', 'Title A'),
    titled('/b', 'Title B'),
    titled('/c', 'Title C'),
    titled('/same', 'Title A'),
    titled('/tabs', 'Tabs'),
    titled('/secret/:token', 'Secret'),

    // The title is set before the router moves.
    { path: '/early', component: page('Early'), meta: { earlyTitle: 'Title early' } },
    { path: '/early/two', component: page('Early two'), meta: { earlyTitle: 'Title early two' } },
    { path: '/mounted', component: page('Mounted', () => void (document.title = 'Title mounted')) },
    { path: '/late', component: page('Late', () => titleIn(120, 'Title late')) },
    // Longer than any page view waits.
    { path: '/never', component: page('Never', () => titleIn(2000, 'Title never')) },

    { path: '/lazy', component: () => import('./lazy-page.js'), meta: { title: 'Title lazy' } },
    { path: '/broken', component: () => import(/* @vite-ignore */ missingChunk) },
    { path: '/refused', component: page('Refused'), beforeEnter: () => false },
    {
      path: '/throws',
      component: page('Throws'),
      beforeEnter() {
        throw new Error('a guard of the app threw')
      },
    },
    {
      path: '/slow',
      component: page('Slow'),
      meta: { title: 'Title slow' },
      beforeEnter: () => new Promise((resolve) => (window.release = () => resolve(true))),
    },
    { path: '/locked', component: { ...page('Locked'), beforeRouteLeave: () => !window.locked } },

    { path: '/old', redirect: '/b' },
    { path: '/older', redirect: '/old' },
    { path: '/moved', component: page('Moved'), beforeEnter: () => '/b' },
    {
      path: '/landing',
      component: page('Landing'),
      beforeEnter: () => new Promise((resolve) => setTimeout(resolve, 150, '/b')),
    },

    { path: '/silent', component: page('Silent'), meta: { title: 'Silent', waypost: false } },
    {
      path: '/renamed',
      name: 'internal',
      component: page('Renamed'),
      meta: { title: 'Renamed', waypost: { name: 'checkout', properties: { plan: 'pro' } } },
    },

    { path: '/long', component: { render: () => tall('5000px') }, meta: { title: 'Long' } },
    {
      path: '/container',
      component: {
        render: () => h('div', { id: 'box', style: 'height: 400px; overflow: auto' }, tall('4000px')),
      },
      meta: { title: 'Container' },
    },

    {
      path: '/team/:slug',
      component: { render: () => h(RouterView) },
      children: [
        { path: '', name: 'team', component: page('Team'), meta: { title: 'Team' } },
        { path: 'members', name: 'members', component: page('Members'), meta: { title: 'Members' } },
        { path: 'settings/:section', name: 'settings', component: page('Settings') },
      ],
    },
    { path: '/:rest(.*)*', name: 'lost', component: page('Lost'), meta: { title: 'Not found' } },
  ]
}
