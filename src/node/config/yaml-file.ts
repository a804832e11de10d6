import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import type { Problem } from './types.js'

/** A configuration file that is longer is none. */
const LONGEST = 1_000_000

export interface YamlFile {
  /** What is in it; `undefined` when it can't be read. */
  readonly value: unknown
  /** Line of a field, or of the nearest one around it that is there. */
  lineOf(path: readonly string[]): number | undefined
  readonly problems: readonly Problem[]
}

/** Reads YAML. Messages do not quote the file: there are keys in it. */
export function parseYaml(text: string, file: string): YamlFile {
  const failed = (message: string, fix: string, line?: number): YamlFile => ({
    value: undefined,
    lineOf: () => undefined,
    problems: [
      { level: 'error', file, field: 'the file', message, fix, ...(line === undefined ? {} : { line }) },
    ],
  })
  if (text.length > LONGEST) return failed(`it has more than ${LONGEST} characters`, 'check the path')
  const lines = new LineCounter()
  try {
    // Pretty errors have a piece of the file in them.
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
    const [error] = document.errors
    if (error) {
      const [start] = error.pos
      return failed(`it is not YAML: ${error.message}`, 'correct this line', lines.linePos(start).line)
    }
    const lineOf = (path: readonly string[]) => {
      let offset: number | undefined
      let node: unknown = document.contents
      for (const name of path) {
        const pair = isMap(node)
          ? node.items.find(({ key }) => isScalar(key) && String(key.value) === name)
          : undefined
        if (!pair || !isScalar(pair.key)) break
        offset = pair.key.range?.[0] ?? offset
        node = pair.value
      }
      return offset === undefined ? undefined : lines.linePos(offset).line
    }
    return { value: document.toJS(), lineOf, problems: [] }
  } catch {
    return failed('it can’t be read as YAML: too many aliases, or an alias of nothing', 'write values out')
  }
}
