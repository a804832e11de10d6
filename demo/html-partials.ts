import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/**
 * Replaces `<!-- partial:name -->` by `name.html`, so that the plain pages share one header without a template engine.
 * The link to the page itself is marked with `aria-current`.
 */
export function htmlPartials(folder: string): Plugin {
  return {
    name: 'rill-html-partials',
    transformIndexHtml: {
      order: 'pre',
      handler(html, { path }) {
        const self = path.replace(/index\.html$/, '')
        return html.replace(/<!-- partial:([a-z]+) -->/g, (_comment, name: string) =>
          readFileSync(`${folder}${name}.html`, 'utf8').replaceAll(
            `data-nav href="${self}"`,
            `aria-current="page" href="${self}"`,
          ),
        )
      },
    },
  }
}
