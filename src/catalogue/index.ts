export type { Catalogue, Checked, CheckOptions } from './catalogue.js'
export { LANGUAGES } from './declaration.js'
export type {
  Case,
  CatalogueDeclaration,
  EventDeclaration,
  Language,
  Naming,
  PropertyDeclaration,
  PropertyDeclarations,
  PropertyType,
  Sample,
  Text,
} from './declaration.js'
export { defineCatalogue } from './define-catalogue.js'
export type { EventName, PropertiesOf, ValueOf } from './infer.js'
export type { CatalogueProblem, CheckCode, CheckProblem } from './problem.js'
export { docs } from './docs/docs.js'
export { flowforge, HEARTBEAT_SCHEMA } from './products/flowforge.js'
export { flowise } from './products/flowise.js'
export { langflow } from './products/langflow.js'
