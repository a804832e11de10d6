import type { Judgement } from '../expectation.ts'
import type { Column, Table } from '../table.ts'

/** What each judgement is called, and its sign. */
export const judgements: Readonly<Record<Judgement, { sign: string; name: string; meaning: string }>> = {
  right: { sign: '✓', name: 'right', meaning: 'as expected' },
  wrong: { sign: '✗', name: 'wrong', meaning: 'not as expected' },
  policy: {
    sign: '○',
    name: 'policy',
    meaning:
      'another choice that can be defended: whether a query counts, where the time on a page is told, how a page is named',
  },
  none: {
    sign: '–',
    name: 'not applicable',
    meaning: 'the client never speaks of such a thing',
  },
}
export const order: readonly Judgement[] = ['right', 'policy', 'none', 'wrong']

/** How many cells of a column are judged so. */
export function tally({ columns, groups }: Table, column: Column): Readonly<Record<Judgement, number>> {
  const index = columns.indexOf(column)
  const counts = { right: 0, wrong: 0, policy: 0, none: 0 }
  for (const { rows } of groups) for (const { verdicts } of rows) counts[verdicts[index]?.is ?? 'none']++
  return counts
}

export const isOurs = ({ package: from }: Column) => from === 'waypost'

/** The package as npm calls it, with the version that was measured. */
export const release = ({ versions }: Column) =>
  Object.entries(versions)
    .map(([name, version]) => `${name.replace(/-newest$/, '')} ${version}`)
    .join(', ')

export const intro = [
  'The same situations, played in a real browser with waypost and with other trackers, in one Vue app. A cell says what a client',
  'sent, and whether that is what the [rules](rules.md) ask for. The rules are those of waypost; they are written down so that',
  'anybody can disagree with one. Verdicts are computed from what arrived over the wire, never typed in.',
].join('\n')

/** What has to be known to read the table fairly. */
export const fairness = [
  'Each client is set up as its own documentation says for a Vue app, in the newest version that could be installed.',
  'After each step the client gets a second, so that one situation is measured and not how it mixes with the next.',
  'Apart from the rows about landing, what the landing itself gave is left out: one fault there is not to hide all others.',
  'A secret counts as sent when it is in the URL or the body of a request that the client makes. Headers are the browser’s.',
  'What a client would do on other settings is not shown; most have an option or a hook for some of it.',
]
