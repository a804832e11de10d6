import type { Language, PropertyDeclaration, PropertyDeclarations, Sample } from '../declaration.js'

const STEP = '    '

/** Properties as JSON, the way that pages about telemetry show them: `<words>` where a value is to be. */
export function sampleOf(properties: PropertyDeclarations, language: Language, indent = ''): string {
  const inner = indent + STEP
  const fields = Object.entries(properties).flatMap(([name, property]) => {
    const value = valueOf(property, language, inner)
    const names = property.alsoAs === undefined ? [name] : [name, property.alsoAs]
    return names.map((one) => ({ line: `${inner}"${one}": ${value}`, comment: commentOf(property) }))
  })
  if (fields.length === 0) return '{}'
  const lines = fields.map(({ line, comment }, index) => {
    const comma = index < fields.length - 1 ? ',' : ''
    return `${line}${comma}${comment && ` // ${comment}`}`
  })
  return ['{', ...lines, `${indent}}`].join('\n')
}

function valueOf(property: PropertyDeclaration, language: Language, indent: string): string {
  if (property.type === 'object') return sampleOf(property.properties, language, indent)
  if (property.type === 'object[]') {
    const inner = indent + STEP
    return `[\n${inner}${sampleOf(property.properties, language, inner)}\n${indent}]`
  }
  const [value] = 'values' in property ? (property.values ?? []) : []
  const samples = [property.sample ?? value].flat() as readonly (Sample | undefined)[]
  const words = samples.map((sample) => wordOf(sample, property.type.replace('[]', ''), language))
  return property.type.endsWith('[]') ? `[${words.join(', ')}]` : (words[0] ?? '')
}

function wordOf(sample: Sample | undefined, type: string, language: Language): string {
  if (sample === undefined) return `<${type}>`
  return typeof sample === 'object' ? `<${sample[language]}>` : JSON.stringify(sample)
}

/** The other values that it may have. */
const commentOf = (property: PropertyDeclaration): string =>
  'values' in property && property.type === 'string' ? (property.values ?? []).slice(1).join(', ') : ''
