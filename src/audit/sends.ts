import type ts from 'typescript'
import { createOrigin } from './origin.js'
import type { TypeScript } from './typescript.js'

/** A place from which an event leaves. */
export interface Send {
  /** The whole call. */
  readonly call: ts.CallExpression
  /** Names that the event can have; `undefined` when the source does not tell. */
  readonly events: readonly string[] | undefined
  /** What its properties are made of: objects, later ones over earlier ones. */
  readonly properties: readonly ts.Expression[]
}

/** A function that hands an event on, and what it takes from its own caller. */
interface Wrapper {
  readonly declaration: ts.SignatureDeclaration
  readonly event: number
  /** Parameters that become properties. */
  readonly given: readonly number[]
  /** What it adds by itself. */
  readonly own: readonly ts.Expression[]
}

const METHODS = new Set(['send', 'sendTelemetry'])

/** Every call that sends, those through functions of the project’s own included. */
export function findSends(compiler: TypeScript, program: ts.Program, files: readonly ts.SourceFile[]) {
  const checker = program.getTypeChecker()
  const { isWaypost, resolve } = createOrigin(compiler, program)
  const sends: Send[] = []
  const heartbeats: ts.CallExpression[] = []
  const wrappers = new Map<ts.Node, Wrapper>()
  const calls = files.flatMap(callsIn)

  function callsIn(file: ts.SourceFile): ts.CallExpression[] {
    const found: ts.CallExpression[] = []
    const visit = (node: ts.Node): void => {
      if (compiler.isCallExpression(node)) found.push(node)
      compiler.forEachChild(node, visit)
    }
    visit(file)
    return found
  }

  const nameOf = (callee: ts.Expression) =>
    compiler.isPropertyAccessExpression(callee)
      ? callee.name.text
      : compiler.isIdentifier(callee)
        ? original(callee)
        : ''

  /** The name by which waypost knows it, whatever an import calls it. */
  function original(name: ts.Identifier): string {
    const [declaration] = checker.getSymbolAtLocation(name)?.declarations ?? []
    const renamed =
      declaration && (compiler.isImportSpecifier(declaration) || compiler.isBindingElement(declaration))
        ? declaration.propertyName
        : undefined
    return renamed && compiler.isIdentifier(renamed) ? renamed.text : name.text
  }

  /** Number of the parameter that an expression is, and of which function. */
  function parameterOf(node: ts.Expression | undefined) {
    const bare = node && compiler.isAsExpression(node) ? node.expression : node
    if (!bare || !compiler.isIdentifier(bare)) return undefined
    const declaration = resolve(bare)?.valueDeclaration
    if (!declaration || !compiler.isParameter(declaration)) return undefined
    return { declaration: declaration.parent, index: declaration.parent.parameters.indexOf(declaration) }
  }

  function take(
    call: ts.CallExpression,
    event: ts.Expression | undefined,
    properties: readonly ts.Expression[],
  ) {
    const parameter = parameterOf(event)
    if (!parameter) return void sends.push({ call, events: event && literals(event), properties })
    const { declaration, index } = parameter
    const given: number[] = []
    const own: ts.Expression[] = []
    for (const one of properties.flatMap(parts)) {
      const from = parameterOf(one)
      if (from?.declaration === declaration) given.push(from.index)
      else own.push(one)
    }
    wrappers.set(declaration, { declaration, event: index, given, own })
  }

  /** An object of which a part is spread from somewhere else is made of both. */
  function parts(node: ts.Expression): readonly ts.Expression[] {
    if (!compiler.isObjectLiteralExpression(node)) return [node]
    const spread = node.properties.flatMap((one) =>
      compiler.isSpreadAssignment(one) ? [one.expression] : [],
    )
    return spread.some((one) => parameterOf(one)) ? [node, ...spread] : [node]
  }

  function literals(node: ts.Expression): readonly string[] | undefined {
    const type = checker.getTypeAtLocation(node)
    const names = (type.isUnion() ? type.types : [type]).map((one) =>
      one.isStringLiteral() ? one.value : undefined,
    )
    return names.every((name) => name !== undefined) ? names : undefined
  }

  for (const call of calls) {
    const name = nameOf(call.expression)
    if (!METHODS.has(name) && name !== 'heartbeat') continue
    if (!isWaypost(call.expression)) continue
    const [event, properties] = call.arguments
    if (name === 'heartbeat') heartbeats.push(call)
    else take(call, event, properties ? [properties] : [])
  }
  // A wrapper may have wrappers of its own.
  const seen = new Set<ts.Node>()
  for (
    let next = [...wrappers.values()];
    next.length > 0;
    next = [...wrappers.values()].filter((one) => !seen.has(one.declaration))
  )
    for (const { declaration, event, given, own } of next) {
      seen.add(declaration)
      for (const call of calls)
        if (checker.getResolvedSignature(call)?.declaration === declaration)
          take(call, call.arguments[event], [
            ...own,
            ...given.flatMap((index) => call.arguments[index] ?? []),
          ])
    }
  return { sends, heartbeats }
}
