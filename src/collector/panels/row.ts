import type { Row } from '../archive/types.js'

/** A count or a measure of a row. An archive gives integers as texts when they are too large for a number. */
export function numberOf(row: Row | undefined, name: string): number {
  return numberOrNull(row, name) ?? 0
}

export function numberOrNull(row: Row | undefined, name: string): number | null {
  const value = row?.[name]
  if (value === null || value === undefined || value === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

export function textOf(row: Row | undefined, name: string): string {
  return textOrNull(row, name) ?? ''
}

export function textOrNull(row: Row | undefined, name: string): string | null {
  const value = row?.[name]
  return typeof value === 'string' ? value : null
}

/** A time that was asked for as milliseconds: no driver has a form of its own for those. */
export const timeOf = (row: Row | undefined, name: string): string =>
  new Date(numberOf(row, name)).toISOString()
