import type ts from 'typescript'
import type { EventDeclaration, PropertyDeclaration, PropertyDeclarations } from '../catalogue/index.js'
import type { FindingKind } from './finding.js'
import type { TypeScript } from './typescript.js'

export type Tell = (kind: FindingKind, property: string, message: string, fix: string) => void

/** Compares what the types say of a call’s properties with what is declared. */
export function createComparison(compiler: TypeScript, checker: ts.TypeChecker) {
  const has = (type: ts.Type, flag: ts.TypeFlags) => (type.flags & flag) !== 0
  const isUnknown = (type: ts.Type) => has(type, compiler.TypeFlags.Any | compiler.TypeFlags.Unknown)
  const kinds = {
    string: compiler.TypeFlags.StringLike,
    number: compiler.TypeFlags.NumberLike,
    boolean: compiler.TypeFlags.BooleanLike,
  }

  interface Given {
    readonly type: ts.Type
    readonly isOptional: boolean
  }

  /** Names and types of the properties of an object; `undefined` when they are not known. */
  function propertiesOf(types: readonly ts.Type[], at: ts.Node): Map<string, Given> | undefined {
    const found = new Map<string, Given>()
    for (const type of types) {
      if (isUnknown(type) || checker.getIndexInfoOfType(type, compiler.IndexKind.String)) return undefined
      for (const symbol of checker.getPropertiesOfType(type))
        found.set(symbol.name, {
          type: typeOf(symbol, at),
          isOptional: (symbol.flags & compiler.SymbolFlags.Optional) !== 0,
        })
    }
    return found
  }

  /** The type of a property. One that is written in the call itself has the type of what is written there. */
  function typeOf(symbol: ts.Symbol, at: ts.Node): ts.Type {
    const written = symbol.valueDeclaration
    if (written && compiler.isPropertyAssignment(written) && isInCall(written))
      return checker.getTypeAtLocation(written.initializer)
    return checker.getTypeOfSymbolAtLocation(symbol, at)
  }

  function isInCall(node: ts.Node): boolean {
    if (compiler.isCallExpression(node)) return true
    const isPart =
      compiler.isPropertyAssignment(node) ||
      compiler.isObjectLiteralExpression(node) ||
      compiler.isArrayLiteralExpression(node) ||
      compiler.isParenthesizedExpression(node)
    return isPart && isInCall(node.parent)
  }

  function fields(
    types: readonly ts.Type[],
    declared: PropertyDeclarations,
    at: ts.Node,
    path: string,
    tell: Tell,
    used: (property: string) => void,
  ) {
    const given = propertiesOf(types, at)
    if (!given)
      return tell('unreadable', path, 'its type does not say what is in it', 'give it a type with names')
    const spellings = new Map(
      Object.entries(declared).flatMap(
        ([name, { alsoAs }]) => [[name, name], ...(alsoAs ? [[alsoAs, name]] : [])] as [string, string][],
      ),
    )
    for (const [name, { type }] of given) {
      const known = spellings.get(name)
      const property = known === undefined ? undefined : declared[known]
      const place = path ? `${path}.${name}` : name
      if (!property)
        tell(
          'undeclared_property',
          place,
          'it is not declared, so it does not leave',
          'declare it, or leave it out',
        )
      else {
        used(path ? `${path}.${known}` : (known ?? name))
        compare(checker.getNonNullableType(type), property, at, place, tell, used)
      }
    }
    for (const [name, property] of Object.entries(declared)) {
      if (property.optional || property.filled || property.freeText) continue
      const names = [name, ...(property.alsoAs ? [property.alsoAs] : [])]
      if (!names.some((one) => given.get(one)?.isOptional === false))
        tell(
          'missing_property',
          path ? `${path}.${name}` : name,
          'it may be missing',
          'give it, or declare it optional',
        )
    }
  }

  function compare(
    type: ts.Type,
    property: PropertyDeclaration,
    at: ts.Node,
    path: string,
    tell: Tell,
    used: (property: string) => void,
  ): void {
    if (isUnknown(type)) return tell('unreadable', path, 'its type is not known', 'give it a type')
    switch (property.type) {
      case 'object':
        if (has(type, compiler.TypeFlags.Object) && !checker.isArrayLikeType(type))
          return fields([type], property.properties, at, path, tell, used)
        return wrong(type, property, path, tell)
      case 'object[]':
      case 'string[]':
      case 'number[]': {
        if (!checker.isArrayLikeType(type)) return wrong(type, property, path, tell)
        const item = checker.getIndexTypeOfType(type, compiler.IndexKind.Number)
        // The list that has nothing in it has any type.
        if (item && !has(item, compiler.TypeFlags.Never))
          compare(item, itemOf(property), at, `${path}[]`, tell, used)
        return
      }
      default:
        if (!fits(type, property)) wrong(type, property, path, tell)
    }
  }

  function fits(type: ts.Type, property: PropertyDeclaration): boolean {
    if (type.isUnion()) return type.types.every((one) => fits(one, property))
    const kind = property.type === 'integer' ? 'number' : property.type
    if (!has(type, kinds[kind as keyof typeof kinds])) return false
    if (property.type === 'integer' && type.isNumberLiteral()) return Number.isInteger(type.value)
    const values = 'values' in property ? property.values : undefined
    return !values || (type.isStringLiteral() && values.includes(type.value))
  }

  function wrong(type: ts.Type, property: PropertyDeclaration, path: string, tell: Tell): void {
    const values = 'values' in property ? property.values : undefined
    const wanted = values ? values.join(', ') : property.type
    tell(
      'wrong_type',
      path,
      `its type is ${checker.typeToString(type)}, declared is ${wanted}`,
      'make them one',
    )
  }

  return (
    types: readonly ts.Expression[],
    event: EventDeclaration,
    at: ts.Node,
    tell: Tell,
    used: (property: string) => void,
  ) =>
    fields(
      types.map((one) => checker.getTypeAtLocation(one)),
      event.properties,
      at,
      '',
      tell,
      used,
    )
}

function itemOf(list: PropertyDeclaration): PropertyDeclaration {
  if (list.type === 'object[]') return { ...list, type: 'object' }
  if (list.type === 'string[]') return { ...list, type: 'string' }
  return { meaning: list.meaning, type: 'number' }
}
