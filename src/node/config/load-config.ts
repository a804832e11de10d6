import { readFileSync } from 'node:fs'
import type { Environment } from '../environment.js'
import { fromEnvironment } from './from-environment.js'
import { fromYaml } from './from-yaml.js'
import type { Problem, TelemetryConfig } from './types.js'

export interface ConfigSource {
  /** A YAML file with a block `telemetry`. */
  readonly file?: string
  /** The file need not be there. Default: `false`, a file that is missing is an error. */
  readonly optional?: boolean
  /** Environment variables, which go before the file. */
  readonly env?: Environment
  /** Name of the product, as in `<PRODUCT>_TELEMETRY_URL`. Default: `waypost`. */
  readonly product?: string
  /** Reads a file. Default: from disk. */
  readonly read?: (file: string) => string
}

/**
 * Reads what an operator has configured. It never throws: with an error in it telemetry stays off, and `problems` says
 * where it is and what to do.
 *
 * @example loadConfig('flowforge.yml')
 * @example loadConfig({ env: process.env, product: 'flowise' })
 */
export function loadConfig(source: string | ConfigSource): TelemetryConfig {
  const {
    file,
    optional,
    env,
    product = 'waypost',
    read = readText,
  } = typeof source === 'string' ? { file: source } : source
  const written = file === undefined ? nothing : fromFile(file, optional === true, read)
  if (!env) return written
  const said = fromEnvironment(env, product)
  const problems = [...written.problems, ...said.problems]
  if (problems.some(({ level }) => level === 'error'))
    return { enabled: false, frontend: {}, backend: {}, problems }
  return {
    ...written,
    ...said,
    frontend: written.frontend,
    backend: { ...written.backend, ...said.backend },
    problems,
  }
}

const nothing: TelemetryConfig = { frontend: {}, backend: {}, problems: [] }

function fromFile(file: string, optional: boolean, read: (file: string) => string): TelemetryConfig {
  let text: string
  try {
    text = read(file)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (isMissing && optional) return nothing
    const problem: Problem = {
      level: 'error',
      file,
      field: 'the file',
      message: isMissing ? 'there is no such file' : 'it can’t be read',
      fix: isMissing
        ? 'correct the path, or say that it is optional'
        : 'check its rights, and that it is a file',
    }
    return { enabled: false, frontend: {}, backend: {}, problems: [problem] }
  }
  return fromYaml(text, file)
}

// A mark of byte order is no part of YAML's first key.
const readText = (file: string) => readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
