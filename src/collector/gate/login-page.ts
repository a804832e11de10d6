import { createHash } from 'node:crypto'

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{display:grid;place-items:center;min-height:100vh;margin:0}
form{display:grid;gap:.75rem;width:min(22rem,90vw)}
h1{font-size:1.25rem;margin:0}p{margin:0}
input,button{font:inherit;padding:.5rem .75rem;border-radius:.375rem;border:1px solid GrayText}
[role=alert]{color:light-dark(#b00020,#ff8a80)}`

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/**
 * The page to log in at, and the content security policy that it works under: no script at all.
 *
 * @param next path to go to then
 */
export function loginPage(next: string, problem?: string): { html: string; policy: string } {
  return {
    policy:
      `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; ` +
      "base-uri 'none'; frame-ancestors 'none'",
    html: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Log in · waypost collector</title>
<style>${STYLE}</style>
<form method="post" action="/login">
<h1>waypost collector</h1>
<input name="next" type="hidden" value="${next.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">
<label for="token">Read token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus${problem ? ' aria-invalid="true" aria-describedby="problem"' : ''}>
${problem ? `<p id="problem" role="alert">${problem}</p>\n` : ''}<button>Log in</button>
<p><small>The one that the collector was started with: --read-token, or WAYPOST_READ_TOKEN.</small></p>
</form>
</html>
`,
  }
}
