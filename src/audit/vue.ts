import type ts from 'typescript'
import type { TypeScript } from './typescript.js'

/** The part of Vue's compiler that is used. */
export interface VueCompiler {
  parse(source: string): {
    readonly descriptor: Readonly<Record<'script' | 'scriptSetup', Block | null>>
  }
}
interface Block {
  readonly lang?: string
  readonly loc: { readonly start: { readonly offset: number }; readonly end: { readonly offset: number } }
}

/** Vue's compiler, of the project that is audited; `undefined` where it is not installed. */
export async function loadVue(
  load: () => Promise<VueCompiler> = () => import('vue/compiler-sfc'),
): Promise<VueCompiler | undefined> {
  try {
    return await load()
  } catch {
    return undefined
  }
}

/** The scripts of a `.vue` file, where they stand: what is around them becomes blanks, so that lines stay lines. */
export function scriptsOf(vue: VueCompiler, source: string): { text: string; lang: 'ts' | 'tsx' } {
  const { script, scriptSetup } = vue.parse(source).descriptor
  const blocks = [script, scriptSetup].filter((block) => block !== null)
  let text = source.replace(/[^\r\n]/g, ' ')
  for (const { loc } of blocks) {
    const { start, end } = loc
    text = text.slice(0, start.offset) + source.slice(start.offset, end.offset) + text.slice(end.offset)
  }
  return { text, lang: blocks.some(({ lang }) => lang?.endsWith('x')) ? 'tsx' : 'ts' }
}

/** Lets the compiler see each `.vue` file as `.vue.ts`, which is also what an import of it leads to. */
export function vueHost(
  compiler: TypeScript,
  options: ts.CompilerOptions,
  vue: VueCompiler,
  files: readonly string[],
) {
  const texts = new Map<string, string>()
  for (const file of files) {
    const { text, lang } = scriptsOf(vue, compiler.sys.readFile(file) ?? '')
    texts.set(`${file}.${lang}`, text)
  }
  const host = compiler.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (name) => texts.has(name) || fileExists(name)
  host.readFile = (name) => texts.get(name) ?? readFile(name)
  host.getSourceFile = (name, target, ...rest) => {
    const text = texts.get(name)
    return text === undefined
      ? getSourceFile(name, target, ...rest)
      : compiler.createSourceFile(name, text, target, true)
  }
  return { host, names: [...texts.keys()] }
}
