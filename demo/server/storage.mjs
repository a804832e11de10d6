import { readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

const empty = () => ({ setUp: undefined, flows: [], tools: [], assistants: [] })

/**
 * What the product knows, as one JSON file. This is the product's own: telemetry keeps its choices and its id in files of
 * its own beside it.
 */
export function createStorage(folder) {
  const file = path.join(folder, 'product.json')
  const state = { ...empty(), ...read(file) }
  let writing = Promise.resolve()

  return {
    state,
    /** One after another, and each as a whole: a reader never sees half a file. */
    save() {
      writing = writing.then(async () => {
        await mkdir(folder, { recursive: true })
        await writeFile(`${file}.next`, `${JSON.stringify(state, undefined, 2)}\n`)
        await rename(`${file}.next`, file)
      })
      return writing
    },
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return {}
    throw error
  }
}
