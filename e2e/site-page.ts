import type { PageSetup } from './setup.ts'

/** Where the links of every page lead. */
export interface Targets {
  /** A page of another origin. */
  elsewhere: string
}

const json = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')

const vendor = ['vue.global.prod.js', 'vue-router.global.prod.js']

/** The scripts of one way to track. `ignore` is a function: it has to be written out in the page. */
function scripts({ way, key, collector, options, ignored, tag }: PageSetup): string {
  if (way === 'posthog-js' || way === 'direct') return '<script type="module" src="/built/main.js"></script>'
  const usual = `data-key="${key}" data-host="${collector}" data-flush-interval="200"`
  const config = `<script>
  window.waypostConfig = ${json(options ?? {})}
  ${ignored ? `waypostConfig.ignore = ({ path }) => ${json(ignored)}.includes(path)` : ''}
</script>`
  const waypost = `<script defer src="/waypost.js" ${tag ?? usual}></script>`
  if (way === 'plain') return config + waypost
  // Deferred scripts run one right after the other, in this order.
  return `${config}
${['create-app.js', 'routes.js'].map((name) => `<link rel="modulepreload" href="/app/${name}">`).join('\n')}
${vendor.map((name) => `<script defer src="/vendor/${name}"></script>`).join('\n')}
${waypost}
<script type="module" src="/app/no-bundler.js"></script>`
}

/** What stands in a page that no app fills. */
function content(path: string): string {
  if (path === '/long') return '<div style="height: 5000px"></div>'
  if (path !== '/container') return `<h1>${path}</h1>`
  return '<div id="box" style="height: 400px; overflow: auto"><div style="height: 4000px"></div></div>'
}

/** Title of a page that no app fills. */
export const plainTitle = (path: string) => `Page ${path}`

/** HTML of a tracked page. */
export const sitePage = (setup: PageSetup, path: string, { elsewhere }: Targets) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${setup.way === 'plain' ? plainTitle(path) : 'Shell'}</title>
<link rel="icon" href="data:,">
<style>* { margin: 0 }</style>
<script>window.e2e = ${json(setup)}</script>
${setup.head ?? ''}
${scripts(setup)}
</head>
<body>
<div id="app">${setup.way === 'plain' ? content(path) : ''}</div>
<p><a id="hard" href="/b">Another document</a> <a id="untracked" href="/untracked">No tracker</a>
<a id="external" href="${elsewhere}">Another origin</a></p>
<form id="form" method="post" action="/untracked"><button>Post</button></form>
</body>
</html>
`

/** HTML of a page that nobody tracks. */
export const untrackedPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Untracked</title><link rel="icon" href="data:,"></head>
<body><h1>Untracked</h1></body>
</html>
`
