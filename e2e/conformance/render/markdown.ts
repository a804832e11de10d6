import type { Verdict } from '../expectation.ts'
import type { Column, Table } from '../table.ts'
import { fairness, intro, judgements, order, release, tally } from './table-facts.ts'

const cell = ({ is, emitted }: Verdict) => {
  const text = `${judgements[is].sign} ${emitted}`
  return is === 'wrong' ? `**${text}**` : text
}
const row = (cells: readonly (string | number)[]) =>
  `| ${cells.map((text) => String(text).replaceAll('|', '\\|')).join(' | ')} |`
const rows = (head: readonly string[], body: readonly (readonly (string | number)[])[]) =>
  [row(head), row(head.map(() => '---')), ...body.map(row)].join('\n')

const summary = (table: Table) =>
  rows(
    ['client', ...order.map((one) => judgements[one].name)],
    table.columns.map((column) => {
      const counts = tally(table, column)
      return [column.name, ...order.map((one) => counts[one])]
    }),
  )

const matrix = ({ columns, groups }: Table) =>
  groups
    .map(
      ({ name, rows: scenarios }) =>
        `### ${name}\n\n` +
        rows(
          ['situation', 'rule', 'expected', ...columns.map((column) => column.name)],
          scenarios.map(({ scenario: { what, rule, expect }, verdicts }) => [
            what,
            rule,
            expect.wanted,
            ...verdicts.map(cell),
          ]),
        ),
    )
    .join('\n\n')

const setup = (columns: readonly Column[]) =>
  rows(
    ['client', 'version', 'set up', 'to know'],
    columns.map((column) => [column.name, release(column), column.how, column.note ?? '']),
  )

/** The table as a page of the docs. No date in it: the same results are the same file. */
export const markdown = (table: Table) => `# Conformance

<!-- Made by \`npm run conformance\`. Changes by hand are lost. -->

${intro}

Measured in ${table.engine}. The same as a page: [conformance.html](conformance.html).

## How to read it

${rows(
  ['sign', 'verdict', 'meaning'],
  order.map((one) => [judgements[one].sign, judgements[one].name, judgements[one].meaning]),
)}

\`/a, /b ×2\` means: one view of \`/a\`, then two of \`/b\`. “On views” means: the end of a page was told by the next view.

- A rule is one of [the rules](rules.md); \`urls\` is what the option [urls](options.md#urls) is for.
${fairness.map((line) => `- ${line}`).join('\n')}

## In short

${summary(table)}

## The table

${matrix(table)}

## The clients

${setup(table.columns)}

## Run it

\`\`\`sh
npm run conformance                                  # everything in Chromium; writes this page
npm run conformance -- --engine firefox              # the same in Firefox; writes build/conformance/firefox/
npm run conformance -- --client acme                 # measures one column anew, keeps the rest
npm run conformance -- --scenario blocked-back       # the same for a row
\`\`\`

The waypost columns are also part of \`npm test\`: not one of their cells may be wrong.

## Add a client

One file in \`e2e/conformance/clients/\`, and nothing else; then \`npm run conformance -- --client acme\`. It says how the client is set up in the browser, and how its
requests are read in Node:

\`\`\`js
export const client = {
  id: 'acme', // the name of the file
  name: 'Acme',
  how: '\`acme.init({ site })\`',
  package: '@acme/tracker', // in devDependencies, exact
  async start({ wire }) {
    const { init } = await import('@acme/tracker')
    init({ site: 'conformance', endpoint: \`\${wire}/hit\` })
  },
  read({ data }) {
    if (data?.type === 'view') return { kind: 'view', url: data.url, title: data.title }
  },
}
\`\`\`

Every field is described in \`e2e/conformance/client.ts\`. A situation is an entry in \`e2e/conformance/scenarios/\`: what the visitor
does, and what is expected of everybody.
`
