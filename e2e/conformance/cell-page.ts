import type { Client, Head } from './client.ts'
import type { Scenario } from './scenario.ts'

/** `window.cell`: what a page is told. */
export interface CellSetup {
  wire: string
  posthog: { host: string; key: string }
}

const json = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')

/**
 * The one page of a cell: the shell of the app as a bundler writes it, with the client's part of the head.
 *
 * @param preloads modules that the app's entry imports
 */
export function cellPage(
  client: Client,
  { history, slow }: Scenario,
  { preloads, ...page }: Omit<Head, 'hash'> & { preloads: readonly string[] },
): string {
  const { wire, posthog } = page
  const entry = `/built/cell-${client.id}.js`
  // Scripts run in this order, each when the ones before it are loaded. So the app is there and starts right after the
  // client's own script: how long an app may be on its way is a row of its own.
  const before = slow ? '' : `<script type="module">import '${entry}'</script>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Shell</title>
<link rel="icon" href="data:,">
<script>
window.e2e = ${json({ history })}
window.cell = ${json({ wire, posthog })}
addEventListener('pageshow', ({ persisted }) => { if (persisted) fetch('/restored') })
document.addEventListener('prerenderingchange', () => setTimeout(() => fetch('/stayed'), 1500))
</script>
${preloads.map((file) => `<link rel="modulepreload" href="/built/${file}">`).join('\n')}
${before}
${client.head?.({ ...page, hash: history === 'hash' }) ?? ''}
<script type="module">
import { start } from '${entry}${slow ? `?delay=${slow}` : ''}'
start()
</script>
</head>
<body>
<div id="app"></div>
<p><a id="hard" href="/b">Another document</a> <a id="untracked" href="/untracked">No tracker</a></p>
</body>
</html>
`
}
