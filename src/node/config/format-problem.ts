import type { Problem } from './types.js'

/**
 * One line for a log or a terminal.
 *
 * @example 'error: flowforge.yml:7: telemetry.enabled: it is neither true nor false. Fix: write enabled: true or …'
 */
export function formatProblem({ level, file, line, field, message, fix }: Problem): string {
  const place = [file, line].filter((one) => one !== undefined).join(':')
  return `${level}: ${place ? `${place}: ` : ''}${field}: ${message}. Fix: ${fix}.`
}
