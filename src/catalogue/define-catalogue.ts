import type { Catalogue } from './catalogue.js'
import type { CatalogueDeclaration } from './declaration.js'
import { check } from './check.js'
import { lint } from './lint.js'

/**
 * Declares all that a product may send. It never throws: what is declared wrongly is in `problems`, and does not leave.
 *
 * @example
 * const catalogue = defineCatalogue({
 *   product: 'Atlas',
 *   events: {
 *     flow_deployed: {
 *       when: { en: 'A flow was deployed', es: 'Se desplegó un flujo', zh: '部署了流程' },
 *       since: '2.1.0',
 *       owner: 'Runtime team',
 *       properties: { nodes: { type: 'integer', meaning: { en: 'Nodes in it', es: 'Nodos que tiene', zh: '节点数' } } },
 *     },
 *   },
 * })
 */
export function defineCatalogue<const D extends CatalogueDeclaration>(declaration: D): Catalogue<D> {
  const { events, naming, problems } = lint(declaration)
  return {
    declaration,
    naming,
    problems,
    check: (event, properties, options) => check(events, event, properties, options),
  }
}
