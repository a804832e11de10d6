// @vitest-environment node
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Problem } from './config/index.js'
import { switchVariables } from './environment.js'
import { decide } from './switch.js'
import type { SwitchInput, SwitchState } from './switch.js'

const product = 'flowforge'
const error: Problem = { level: 'error', field: 'telemetry.enabled', message: 'it is wrong', fix: 'write it' }
const warning: Problem = { ...error, level: 'warning' }

/** What each word of the table in the docs stands for: column by column, each value that there is. */
const COLUMNS: Record<string, Record<string, Partial<SwitchInput>>> = {
  environment: { '–': { env: {} }, off: { env: { DO_NOT_TRACK: '1' } } },
  'config file': {
    '–': {},
    true: { config: { enabled: true, problems: [warning] } },
    false: { config: { enabled: false } },
    error: { config: { enabled: true, problems: [warning, error] } },
  },
  licence: {
    '–': {},
    licensed: { licence: { rule: 'licensed-stays-on', licensed: true, expires: 2 }, now: 1 },
    expired: { licence: { rule: 'licensed-stays-on', licensed: true, expires: 1 }, now: 1 },
  },
  admin: { '–': {}, on: { admin: true }, off: { admin: false }, unreadable: { admin: 'unreadable' } },
  'first run': { '–': {}, on: { firstRun: true }, off: { firstRun: false } },
  default: { on: { byDefault: true }, off: { byDefault: false } },
}
const names = Object.keys(COLUMNS)

interface Row {
  readonly cells: readonly string[]
  readonly outcome: Omit<SwitchState, 'reason'>
}

/** The truth table of docs/server.md. */
function documented(): Row[] {
  const text = readFileSync(new URL('../../docs/server.md', import.meta.url), 'utf8')
  const [, table = ''] = /<!-- truth table -->\n\n([\s\S]*?)\n\n/.exec(text) ?? []
  const [header = [], , ...rows] = table.split('\n').map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  expect(header).toEqual([...names, 'telemetry', 'by', 'locked'])
  return rows.map((cells) => {
    const [telemetry, by, locked] = cells.slice(names.length)
    const outcome = { enabled: telemetry === 'on', by: by as SwitchState['by'], locked: locked === 'yes' }
    return { cells: cells.slice(0, names.length), outcome }
  })
}

/** Every combination of values, by the words of the table. */
function combinations(columns: readonly string[] = names): string[][] {
  const [first, ...rest] = columns
  if (first === undefined) return [[]]
  return Object.keys(COLUMNS[first] ?? {}).flatMap((value) =>
    combinations(rest).map((others) => [value, ...others]),
  )
}

const inputOf = (words: readonly string[]): SwitchInput =>
  Object.assign({ product }, ...words.map((word, at) => COLUMNS[names[at] ?? '']?.[word]))
const covers = ({ cells }: Row, words: readonly string[]) =>
  cells.every((cell, at) => cell === 'any' || cell.split(', ').includes(words[at] ?? ''))

describe('A5 the truth table of the docs', () => {
  const rows = documented()

  test('A5 says something of every combination, and of none twice', () => {
    const all = combinations()
    expect(all).toHaveLength(2 * 4 * 3 * 4 * 3 * 2)
    expect(all.filter((words) => rows.filter((row) => covers(row, words)).length !== 1)).toEqual([])
  })

  test.each(rows)('A5 A9 $cells → $outcome', (row) => {
    const covered = combinations().filter((words) => covers(row, words))
    expect(covered.length).toBeGreaterThan(0)
    for (const words of covered) {
      const { reason, ...outcome } = decide(inputOf(words))
      expect(outcome, words.join(' ')).toEqual(row.outcome)
      expect(reason).toMatch(new RegExp(`^Telemetry is ${outcome.enabled ? 'on' : 'off'}: .*\\.$`))
    }
  })
})

describe('A6 the environment', () => {
  const yes = ['1', 'true', 'yes', 'on', 'TRUE', 'Yes', ' on ', '\ttrue\n']
  const no = [undefined, '', '  ', '0', 'false', 'no', 'off', 'False', ' 0 ']

  test.each(switchVariables(product))('A6 %s opts out with every yes, and with no no', (name) => {
    const by = (value: string | undefined) => decide({ product, env: { [name]: value } }).by
    expect(yes.map(by)).toEqual(yes.map(() => 'environment'))
    expect(no.map(by)).toEqual(no.map(() => 'default'))
  })

  test('A6 the names are those that are documented', () => {
    expect(switchVariables('flowise')).toContain('DISABLE_FLOWISE_TELEMETRY')
    expect(switchVariables('Flow Forge')).toContain('FLOW_FORGE_TELEMETRY_DISABLED')
    expect(switchVariables('langflow')).toContain('LANGFLOW_DO_NOT_TRACK')
    expect(switchVariables('langflow')).toContain('DO_NOT_TRACK')
  })

  test('A6 another product’s variable says nothing', () => {
    expect(decide({ product: 'langflow', env: { DISABLE_FLOWISE_TELEMETRY: 'true' } }).enabled).toBe(true)
  })

  test('A6 FC6 a variable of the product’s own: “false” does not switch off', () => {
    const own = (value: string) =>
      decide({ product, env: { FF_TELEMETRY_DISABLED: value }, variables: ['FF_TELEMETRY_DISABLED'] }).enabled
    expect([own('false'), own('true')]).toEqual([true, false])
  })

  test('A6 what is neither yes nor no opts out, and the reason names the variable, not the value', () => {
    const state = decide({ product, env: { DO_NOT_TRACK: 'phc_secret' } })
    expect(state).toEqual({
      enabled: false,
      by: 'environment',
      locked: true,
      reason: 'Telemetry is off: DO_NOT_TRACK is set in the environment.',
    })
  })

  test('A6 nothing is taken from a prototype', () => {
    expect(
      decide({ product, env: Object.create({ DO_NOT_TRACK: '1' }) as Record<string, string> }).enabled,
    ).toBe(true)
  })

  test('A5 whatever else is set, the environment switches off', () => {
    const tri = fc.constantFrom(true, false, undefined)
    fc.assert(
      fc.property(
        tri,
        tri,
        tri,
        fc.boolean(),
        fc.constantFrom(...yes),
        (admin, firstRun, set, licensed, value) => {
          const config = set === undefined ? {} : { enabled: set }
          const licence = { rule: 'licensed-stays-on', licensed } as const
          const env = { FLOWFORGE_TELEMETRY_DISABLED: value }
          expect(decide({ product, env, admin, firstRun, config, licence }).enabled).toBe(false)
        },
      ),
    )
  })
})

describe('A9 the licence rule', () => {
  const licence = (licensed: boolean, expires?: number) =>
    ({ rule: 'licensed-stays-on', licensed, ...(expires === undefined ? {} : { expires }) }) as const

  test('A9 is not there unless a product asks for it', () => {
    expect(decide({ product, admin: false }).enabled).toBe(false)
  })

  test('A9 keeps telemetry on, says so, and locks the toggle', () => {
    expect(decide({ product, admin: false, config: { enabled: false }, licence: licence(true) })).toEqual({
      enabled: true,
      by: 'licence',
      locked: true,
      reason: 'Telemetry is on: this install is licensed, and its licence does not let it switch off.',
    })
  })

  test('A9 an expired licence is none, from the millisecond on', () => {
    const by = (now: number) => decide({ product, admin: false, licence: licence(true, 100), now }).by
    expect([by(99), by(100), by(101)]).toEqual(['licence', 'admin', 'admin'])
  })

  test('A9 without a time of its own it asks the clock', () => {
    expect(decide({ product, admin: false, licence: licence(true, Date.now() + 60_000) }).by).toBe('licence')
    expect(decide({ product, admin: false, licence: licence(true, Date.now() - 1) }).by).toBe('admin')
  })

  test('A9 no licence, no rule', () => {
    expect(decide({ product, admin: false, licence: licence(false) }).by).toBe('admin')
  })
})

test('A2 an error in the configuration is the reason, with its field', () => {
  expect(decide({ product, admin: true, config: { problems: [error] } })).toEqual({
    enabled: false,
    by: 'config',
    locked: true,
    reason: 'Telemetry is off: the configuration has an error in telemetry.enabled: it is wrong.',
  })
})
