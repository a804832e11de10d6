import path from 'node:path'
import type { Catalogue, PropertyDeclarations } from '../catalogue/index.js'
import { createComparison } from './compare.js'
import type { AuditResult, Finding } from './finding.js'
import { openProgram } from './program.js'
import { findSends } from './sends.js'
import { loadTypeScript } from './typescript.js'
import { loadVue } from './vue.js'

/**
 * Compares every call that sends, in a folder of sources, with a catalogue, in both directions. It reads types, as the
 * compiler does, so that a name may come from a constant, and a call may go through functions of the project’s own.
 *
 * @example (await audit('src', flowise)).findings.map(formatFinding)
 */
export async function audit(
  folder: string,
  catalogue: Catalogue,
  load?: Parameters<typeof loadTypeScript>[0],
  loadCompiler?: Parameters<typeof loadVue>[0],
): Promise<AuditResult> {
  const compiler = await loadTypeScript(load)
  const { program, files, fileOf, unread } = openProgram(compiler, folder, await loadVue(loadCompiler))
  const { sends, heartbeats } = findSends(compiler, program, files)
  const compare = createComparison(compiler, program.getTypeChecker())
  const { events } = catalogue.declaration
  const findings: Finding[] = unread.map((file) => ({
    kind: 'unreadable',
    event: '',
    property: '',
    file: path.relative(process.cwd(), file),
    line: 1,
    message: 'its scripts were not read, since vue is not installed',
    fix: 'npm install --save-dev vue',
  }))
  /** Per event the properties that some call gives. */
  const used = new Map<string, Set<string>>()

  for (const { call, events: names, properties } of sends) {
    const source = call.getSourceFile()
    const line = source.getLineAndCharacterOfPosition(call.getStart()).line + 1
    const place = { file: path.relative(process.cwd(), fileOf(source)), line }
    if (!names) {
      const [message, fix] = [
        'the name of the event can’t be known here',
        'use a literal, or a constant',
      ] as const
      findings.push({
        kind: 'unreadable',
        event: call.arguments[0]?.getText() ?? '',
        property: '',
        ...place,
        message,
        fix,
      })
    }
    for (const event of names ?? []) {
      const declared = Object.hasOwn(events, event) ? events[event] : undefined
      const tell = (kind: Finding['kind'], property: string, message: string, fix: string) =>
        void findings.push({ kind, event, property, ...place, message, fix })
      if (!declared) {
        tell(
          'undeclared_event',
          '',
          'it is not declared, so it does not leave',
          'declare it, or correct its name',
        )
        continue
      }
      const seen = used.get(event) ?? new Set()
      used.set(event, seen)
      compare(properties, declared, call, tell, (property) => seen.add(property))
    }
  }
  return {
    calls: sends.length + heartbeats.length,
    findings: [...findings, ...unused(catalogue, used, heartbeats.length > 0)],
  }
}

/** What the docs promise, and no call sends. */
function unused(
  catalogue: Catalogue,
  used: ReadonlyMap<string, ReadonlySet<string>>,
  hasHeartbeat: boolean,
): Finding[] {
  const fix = 'send it, or take it out of the catalogue'
  return Object.entries(catalogue.declaration.events).flatMap(([event, { properties }]): Finding[] => {
    const seen = used.get(event)
    // What a heartbeat carries is gathered at run time.
    if (!seen && event === 'heartbeat' && hasHeartbeat) return []
    if (!seen) return [{ kind: 'unused_event', event, property: '', message: 'no call sends it', fix }]
    return unusedIn(properties, '', seen).map((property) => ({
      kind: 'unused_property',
      event,
      property,
      message: 'no call gives it',
      fix,
    }))
  })
}

function unusedIn(declared: PropertyDeclarations, above: string, seen: ReadonlySet<string>): string[] {
  return Object.entries(declared).flatMap(([name, property]) => {
    const at = above ? `${above}.${name}` : name
    if (property.filled) return []
    if (!seen.has(at)) return [at]
    if (property.type === 'object') return unusedIn(property.properties, at, seen)
    return property.type === 'object[]' ? unusedIn(property.properties, `${at}[]`, seen) : []
  })
}
