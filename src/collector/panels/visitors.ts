import type { Reader } from '../archive/types.js'
import { numberOf } from './row.js'

/** Most memory that the bits may take, in bytes. */
const MOST_BYTES = 32 * 1024 * 1024

/**
 * SQL of an aggregate: how many visitors the events of a group have. As bits, one for each number: for millions of events a fifth of
 * the time that a set of them takes. Where there are too many visitors, or groups, it is a set after all.
 *
 * @param groups how many groups there are at most
 */
export async function visitorsIn(reader: Reader, groups: number): Promise<string> {
  const [row] = await reader.all('SELECT min(number) AS lowest, max(number) AS highest FROM visitors')
  const [lowest, highest] = [numberOf(row, 'lowest'), numberOf(row, 'highest')]
  if ((groups * (highest - lowest)) / 8 > MOST_BYTES) return 'count(DISTINCT visitor)'
  return `coalesce(bit_count(bitstring_agg(visitor, ${lowest}, ${highest})), 0)`
}
