import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll } from 'vitest'
import type { CollectorOptions } from './types.js'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A collector in a process of its own, which can be killed. */
export interface CollectorProcess {
  readonly url: string
  readonly pid: number | undefined
  kill(): void
  /** Settles once the process has ended. */
  readonly gone: Promise<unknown>
}

/** The collector as a program, for all tests of a file. */
export function useCollectorProgram() {
  let program: Awaited<ReturnType<typeof bundleCollector>>
  beforeAll(async () => {
    program = await bundleCollector()
  }, 60_000)
  afterAll(() => program.remove())
  return { start: (options: CollectorOptions) => program.start(options) }
}

/** Bundles the collector inside the project, so that it finds its dependencies. */
async function bundleCollector() {
  const cache = join(root, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  const program = await mkdtemp(join(cache, 'waypost-collector-'))
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    define: { __DEV__: 'false', __VERSION__: '"1.2.3"' },
    build: {
      ssr: fileURLToPath(new URL('./index.ts', import.meta.url)),
      outDir: program,
      emptyOutDir: true,
    },
  })
  await writeFile(
    join(program, 'main.mjs'),
    `import { createCollector } from './index.js'
     const collector = await createCollector({ port: 0, ...JSON.parse(process.argv[2]) })
     console.log(collector.url)`,
  )

  return {
    async start(options: CollectorOptions): Promise<CollectorProcess> {
      const child = spawn(process.execPath, [join(program, 'main.mjs'), JSON.stringify(options)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const gone = once(child, 'close')
      let printed = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
      while (!printed.includes('\n')) {
        await Promise.race([once(child.stdout, 'data'), gone])
        if (child.exitCode !== null) throw new Error(`the collector ended with ${child.exitCode}`)
      }
      return { url: printed.trim(), pid: child.pid, kill: () => void child.kill('SIGKILL'), gone }
    },
    remove: () => rm(program, { recursive: true, force: true }),
  }
}
