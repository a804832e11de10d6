/** One event of the page that `docs()` makes of a catalogue. */
export interface EventDocs {
  name: string
  about: string
  sample: string
  header: string[]
  rows: string[][]
}

export interface CatalogueDocs {
  title: string
  intro: string
  events: EventDocs[]
}

/** Takes that page apart, so that what is shown here is word for word what the docs say. */
export function readDocs(markdown: string): CatalogueDocs {
  const [head = '', ...sections] = markdown.split(/^## /m)
  const [title = '', intro = ''] = paragraphs(head)
  return { title: title.replace(/^# /, ''), intro, events: sections.map(readEvent) }
}

function readEvent(section: string): EventDocs {
  const [name = '', about = ''] = paragraphs(section)
  const [, sample = ''] = /```json\n([\s\S]*?)\n```/.exec(section) ?? []
  const [header = [], , ...rows] = section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map(readCells)
  return { name, about, sample, header, rows }
}

const paragraphs = (text: string): string[] => text.trim().split(/\n\n+/)

const readCells = (line: string): string[] =>
  line
    .slice(2, -2)
    .split(' | ')
    .map((cell) => cell.replace(/\\([|<])/g, '$1'))
