export { audit } from './audit.js'
export { formatFinding } from './finding.js'
export type { AuditResult, Finding, FindingKind } from './finding.js'
