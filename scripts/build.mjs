// Two steps: the compiler emits modules and types, the bundlers only bundle.
import { rmSync } from 'node:fs'
import { run, tool } from './run.mjs'

rmSync('dist', { recursive: true, force: true })
rmSync('build', { recursive: true, force: true })
tool('compile', 'tsc', '-b')
tool('bundle', 'rollup', '-c', '--silent')
tool('collector page', 'vite', 'build', 'src/dashboard', '--logLevel', 'warn')
tool('demo', 'vite', 'build', 'demo', '--logLevel', 'warn')
run('bundle sizes', process.execPath, ['bench/size.mjs'])
