import { readFile } from 'node:fs/promises'
import type { Verdict } from '../expectation.ts'
import type { Column, Row, Table } from '../table.ts'
import { fairness, isOurs, judgements, order, release, tally } from './table-facts.ts'

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
/** Text with `code` in it. */
const rich = (text: string) => escape(text).replace(/`([^`]+)`/g, '<code>$1</code>')
const each = <Item>(items: readonly Item[], write: (item: Item) => string) => items.map(write).join('\n')

const cell = (
  { is, emitted }: Verdict,
  column: Column | undefined,
) => `<td class="${is}${column && isOurs(column) ? ' ours' : ''}">
  <span class="sign" aria-hidden="true">${judgements[is].sign}</span><span class="said">${judgements[is].name}: </span>${escape(emitted)}</td>`

function scenarioRow({ scenario: { what, rule, expect }, verdicts }: Row, columns: readonly Column[]) {
  const wrong = verdicts.some(({ is }) => is === 'wrong')
  return `<tr${wrong ? '' : ' class="agreed"'}>
<th scope="row"><span class="what">${rich(what)}</span>
<span class="expected"><abbr title="rule ${escape(rule)}">${escape(rule)}</abbr> ${escape(expect.wanted)}</span></th>
${verdicts.map((verdict, index) => cell(verdict, columns[index])).join('\n')}
</tr>`
}

function score(table: Table, column: Column) {
  const counts = tally(table, column)
  const part = (one: (typeof order)[number]) =>
    counts[one]
      ? `<span class="${one}" style="flex-grow:${counts[one]}" title="${counts[one]} ${judgements[one].name}"></span>`
      : ''
  return `<li${isOurs(column) ? ' class="ours"' : ''}>
<span class="name">${escape(column.name)}</span>
<span class="bar" aria-hidden="true">${order.map(part).join('')}</span>
<span class="count"><b>${counts.right}</b> right</span>
<span class="count wrong-count${counts.wrong ? '' : ' zero'}"><b>${counts.wrong}</b> wrong</span>
</li>`
}

const matrix = ({ columns, groups }: Table) => `<table>
<thead><tr><th scope="col" class="corner">Situation, and what is expected</th>
${each(columns, (column) => `<th scope="col"${isOurs(column) ? ' class="ours"' : ''}><span>${escape(column.name)}</span><small>${escape(column.versions[column.package] ?? '')}</small></th>`)}
</tr></thead>
${each(
  groups,
  ({ name, rows }) => `<tbody>
<tr class="group"><th scope="rowgroup"><span>${escape(name)}</span></th><td colspan="${columns.length}"></td></tr>
${each(rows, (row) => scenarioRow(row, columns))}
</tbody>`,
)}
</table>`

/** The table as one page without any other file: for a browser, light or dark, wide or narrow. */
export async function html(table: Table): Promise<string> {
  const style = await readFile(new URL('page.css', import.meta.url), 'utf8')
  const cells = table.groups.reduce((sum, { rows }) => sum + rows.length * table.columns.length, 0)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>waypost: conformance</title>
<link rel="icon" href="data:,">
<style>
${style}
</style>
</head>
<body>
<header>
<p class="eyebrow">waypost · conformance</p>
<h1>The same visits, ${table.columns.length} trackers</h1>
<p class="lead">One Vue app, one browser, one visit at a time. What each tracker sent was read from the wire and compared with
<a href="rules.md">the rules</a>. Nobody typed a verdict.</p>
<ul class="facts"><li>${escape(table.engine)}</li><li>${table.groups.reduce((sum, { rows }) => sum + rows.length, 0)} situations</li><li>${cells} cells</li></ul>
</header>
<main>
<section aria-labelledby="short">
<h2 id="short">In short</h2>
<ul class="legend">${each(order, (one) => `<li class="${one}"><span class="sign" aria-hidden="true">${judgements[one].sign}</span><b>${judgements[one].name}</b> ${escape(judgements[one].meaning)}</li>`)}</ul>
<ol class="scores">
${each(table.columns, (column) => score(table, column))}
</ol>
</section>
<section aria-labelledby="table">
<div class="bar-of-table"><h2 id="table">Cell by cell</h2>
<label><input type="checkbox" id="differences"> only rows that somebody has wrong</label></div>
<div class="scroller" tabindex="0" role="region" aria-labelledby="table">
${matrix(table)}
</div>
<p class="reading"><code>/a, /b ×2</code> is one view of <code>/a</code>, then two of <code>/b</code>. “On views”: the end of a page was told by the next view.</p>
</section>
<section aria-labelledby="clients">
<h2 id="clients">How they were set up</h2>
<ul class="clients">
${each(
  table.columns,
  (
    column,
  ) => `<li${isOurs(column) ? ' class="ours"' : ''}><h3>${escape(column.name)}</h3><p class="release">${escape(release(column))}</p>
<p>${rich(column.how)}</p>${column.note ? `<p class="note">${rich(column.note)}</p>` : ''}</li>`,
)}
</ul>
<ul class="fairness">${each(fairness, (line) => `<li>${rich(line)}</li>`)}</ul>
</section>
</main>
<footer><p>Made by <code>npm run conformance</code>. A client is one file: <a href="conformance.md#add-a-client">add yours</a>.</p></footer>
</body>
</html>
`
}
