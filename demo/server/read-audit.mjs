import { readFileSync } from 'node:fs'

/** Who switched when, newest first. A line that is damaged is left out. */
export function readAudit(file) {
  let text
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return []
  }
  return text
    .split('\n')
    .flatMap((line) => {
      try {
        return line ? [JSON.parse(line)] : []
      } catch {
        return []
      }
    })
    .reverse()
}
