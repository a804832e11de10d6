import path from 'node:path'
import type ts from 'typescript'
import type { TypeScript } from './typescript.js'

const ENTRY = /^waypost\/node$/

/** Knows what comes from `waypost/node`: by its types where they are installed, else by the imports that lead there. */
export function createOrigin(compiler: TypeScript, program: ts.Program) {
  const checker = program.getTypeChecker()
  const folders = new Set<string>()
  for (const file of program.getSourceFiles())
    for (const statement of file.statements)
      if (compiler.isImportDeclaration(statement) && isEntry(statement.moduleSpecifier)) {
        const symbol = checker.getSymbolAtLocation(statement.moduleSpecifier)
        const name = symbol?.declarations?.[0]?.getSourceFile().fileName
        if (name !== undefined) folders.add(path.dirname(name) + '/')
      }

  function isEntry(node: ts.Node): boolean {
    return compiler.isStringLiteral(node) && ENTRY.test(node.text)
  }

  /** What a name stands for, through imports. */
  function resolve(node: ts.Node): ts.Symbol | undefined {
    const symbol = checker.getSymbolAtLocation(node)
    if (!symbol || !(symbol.flags & compiler.SymbolFlags.Alias)) return symbol
    const aliased = checker.getAliasedSymbol(symbol)
    return aliased.declarations ? aliased : symbol
  }

  function expression(node: ts.Expression, depth: number): boolean {
    if (depth > 8) return false
    if (compiler.isCallExpression(node)) return expression(node.expression, depth + 1)
    if (
      compiler.isAwaitExpression(node) ||
      compiler.isParenthesizedExpression(node) ||
      compiler.isNonNullExpression(node)
    )
      return expression(node.expression, depth + 1)
    if (compiler.isPropertyAccessExpression(node))
      return declared(resolve(node.name), depth) || expression(node.expression, depth + 1)
    return declared(resolve(node), depth)
  }

  function declared(symbol: ts.Symbol | undefined, depth: number): boolean {
    return (symbol?.declarations ?? []).some((one) => declaration(one, depth + 1))
  }

  function declaration(node: ts.Declaration, depth: number): boolean {
    if ([...folders].some((folder) => node.getSourceFile().fileName.startsWith(folder))) return true
    if (compiler.isImportSpecifier(node)) return isEntry(node.parent.parent.parent.moduleSpecifier)
    if (compiler.isNamespaceImport(node)) return isEntry(node.parent.parent.moduleSpecifier)
    if (compiler.isBindingElement(node)) return declaration(node.parent.parent, depth)
    if (
      compiler.isVariableDeclaration(node) ||
      compiler.isPropertyDeclaration(node) ||
      compiler.isPropertySignature(node) ||
      compiler.isParameter(node)
    ) {
      if (node.type && compiler.isTypeReferenceNode(node.type))
        return declared(resolve(node.type.typeName), depth)
      const { initializer } = node as { initializer?: ts.Expression }
      return initializer !== undefined && expression(initializer, depth)
    }
    if (compiler.isPropertyAssignment(node)) return expression(node.initializer, depth)
    return false
  }

  return { isWaypost: (node: ts.Expression) => expression(node, 0), resolve }
}
export type Origin = ReturnType<typeof createOrigin>
