import type { Answer } from '../collector/archive/types.js'

/** Widest column; the rest is cut. `--json` has all of it. */
const WIDEST = 60

/** An answer as columns of text. Numbers are on the right. */
export function formatTable({ columns, rows }: Answer): string {
  const table = columns.map(({ name }) => {
    const values = rows.map((row) => row[name])
    const texts = [name, ...values.map(cell)]
    return {
      texts,
      width: Math.max(...texts.map((text) => text.length)),
      isNumber: values.some((value) => typeof value === 'number'),
    }
  })
  const line = (index: number) =>
    table
      .map(({ texts, width, isNumber }) =>
        isNumber ? (texts[index] ?? '').padStart(width) : (texts[index] ?? '').padEnd(width),
      )
      .join('  ')
      .trimEnd()
  const rule = table.map(({ width }) => '-'.repeat(width)).join('  ')
  return [line(0), rule, ...rows.map((_row, index) => line(index + 1))].join('\n')
}

function cell(value: unknown): string {
  const text =
    value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
  // What pages send stands in a terminal: nothing in it may steer the terminal.
  const printable = text.replace(/\p{Cc}+/gu, ' ')
  return printable.length > WIDEST ? `${printable.slice(0, WIDEST - 1)}…` : printable
}
