import path from 'node:path'
import type ts from 'typescript'
import type { TypeScript } from './typescript.js'

const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs']

/** The sources in a folder, with what the project’s own `tsconfig.json` says of them. */
export function openProgram(
  compiler: TypeScript,
  folder: string,
): { program: ts.Program; files: ts.SourceFile[] } {
  const root = path.resolve(folder)
  const names = compiler.sys.readDirectory(root, ENDINGS, ['**/node_modules', '**/*.d.ts'])
  if (names.length === 0)
    throw new Error(`There is no TypeScript or JavaScript in ${root}: name the folder of the sources.`)
  const config = compiler.findConfigFile(root, (file) => compiler.sys.fileExists(file))
  const program = compiler.createProgram({ rootNames: names, options: optionsOf(compiler, config) })
  const own = new Set(names.map((name) => path.normalize(name)))
  return {
    program,
    files: program.getSourceFiles().filter(({ fileName }) => own.has(path.normalize(fileName))),
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
