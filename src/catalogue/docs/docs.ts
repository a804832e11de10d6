import type { Catalogue } from '../catalogue.js'
import { LANGUAGES } from '../declaration.js'
import type { EventDeclaration, Language, PropertyDeclaration, PropertyDeclarations } from '../declaration.js'
import { sampleOf } from './sample.js'
import { WORDS } from './words.js'

/**
 * The page that tells people what leaves their install: Markdown, made from the catalogue, so that it can't say anything
 * else.
 *
 * @throws when the catalogue has problems, with each field and what to do: it can't be explained to anybody
 * @example docs(flowise, 'es')
 */
export function docs(catalogue: Catalogue, language: Language): string {
  const words = WORDS[language] as (typeof WORDS)[Language] | undefined
  if (!words) throw new RangeError(`There is no language ${language}: choose one of ${LANGUAGES.join(', ')}.`)
  if (catalogue.problems.length > 0) {
    const list = catalogue.problems.map(({ field, message, fix }) => `  ${field}: ${message}. Fix: ${fix}.`)
    throw new Error(`The catalogue has ${list.length} problem(s):\n${list.join('\n')}`)
  }
  const { product, events } = catalogue.declaration
  const sections = Object.entries(events).map(([name, event]) => section(name, event, language))
  return [`# ${words.title(product)}`, words.intro, ...sections].join('\n\n') + '\n'
}

function section(name: string, event: EventDeclaration, language: Language): string {
  const words = WORDS[language]
  const about = sentences(
    [event.when[language], words.since(event.since), words.owner(event.owner)],
    language,
  )
  const rows = Object.entries(event.properties).flatMap(([key, one]) => rowsOf(key, one, language))
  const table =
    rows.length > 0 ? [fenced(event.properties, language), tableOf(rows, language)] : [words.nothing]
  return [`## ${name}`, about, ...table].join('\n\n')
}

const fenced = (properties: PropertyDeclarations, language: Language) =>
  `\`\`\`json\n${sampleOf(properties, language)}\n\`\`\``

function tableOf(rows: readonly (readonly string[])[], language: Language): string {
  const { property, type, unit, required, meaning } = WORDS[language]
  const header = [property, type, unit, required, meaning]
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** One line for a property, and one for each that is in it. */
function rowsOf(path: string, property: PropertyDeclaration, language: Language): string[][] {
  const words = WORDS[language]
  const notes = [property.meaning[language]]
  if ('values' in property && property.values) notes.push(words.oneOf(property.values.join(', ')))
  if (property.alsoAs !== undefined) notes.push(words.alsoAs(property.alsoAs))
  const required = property.freeText ? words.permitted : property.optional ? words.no : words.yes
  const cells = [
    `\`${path}\``,
    `\`${property.type}\``,
    property.unit ?? '',
    required,
    sentences(notes, language),
  ]
  const inside = 'properties' in property ? Object.entries(property.properties) : []
  const below = property.type === 'object[]' ? `${path}[]` : path
  return [cells.map(escape), ...inside.flatMap(([name, one]) => rowsOf(`${below}.${name}`, one, language))]
}

function sentences(notes: readonly string[], language: Language): string {
  const stop = language === 'zh' ? '。' : '.'
  return notes.map((note) => (/[.。]$/.test(note) ? note : note + stop)).join(language === 'zh' ? '' : ' ')
}

/** Words of a catalogue are words, whatever Markdown takes them for. */
const escape = (cell: string) => cell.replace(/\s+/g, ' ').replace(/[|<]/g, '\\$&')
