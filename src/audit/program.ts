import path from 'node:path'
import type ts from 'typescript'
import type { TypeScript } from './typescript.js'
import { vueHost } from './vue.js'
import type { VueCompiler } from './vue.js'

const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs']

export interface Opened {
  readonly program: ts.Program
  readonly files: readonly ts.SourceFile[]
  /** Where a source is on disk. */
  readonly fileOf: (source: ts.SourceFile) => string
  /** `.vue` files that were not read, since there is no Vue. */
  readonly unread: readonly string[]
}

/** The sources in a folder, with what the project’s own `tsconfig.json` says of them. */
export function openProgram(compiler: TypeScript, folder: string, vue: VueCompiler | undefined): Opened {
  const root = path.resolve(folder)
  const find = (...endings: string[]) =>
    compiler.sys.readDirectory(root, endings, ['**/node_modules', '**/*.d.ts'])
  const names = find(...ENDINGS)
  const components = find('.vue')
  if (names.length + components.length === 0)
    throw new Error(`There is no TypeScript or JavaScript in ${root}: name the folder of the sources.`)
  const config = compiler.findConfigFile(root, (file) => compiler.sys.fileExists(file))
  const options = optionsOf(compiler, config)
  const virtual = vue && vueHost(compiler, options, vue, components)
  const rootNames = [...names, ...(virtual?.names ?? [])]
  const program = compiler.createProgram({ rootNames, options, ...(virtual && { host: virtual.host }) })
  const own = new Set(rootNames.map((name) => path.normalize(name)))
  const made = new Set(virtual?.names)
  return {
    program,
    files: program.getSourceFiles().filter(({ fileName }) => own.has(path.normalize(fileName))),
    fileOf: ({ fileName }) => (made.has(fileName) ? fileName.replace(/\.tsx?$/, '') : fileName),
    unread: vue ? [] : components,
  }
}

function optionsOf(compiler: TypeScript, config: string | undefined): ts.CompilerOptions {
  const fallback = {
    strict: true,
    module: compiler.ModuleKind.ESNext,
    moduleResolution: compiler.ModuleResolutionKind.Bundler,
  }
  const read =
    config === undefined ? undefined : compiler.readConfigFile(config, (file) => compiler.sys.readFile(file))
  const options =
    config !== undefined && read?.config
      ? compiler.parseJsonConfigFileContent(read.config, compiler.sys, path.dirname(config)).options
      : fallback
  // Without strict an optional property would look like any other.
  return {
    ...options,
    allowJs: true,
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    composite: false,
    incremental: false,
  }
}
