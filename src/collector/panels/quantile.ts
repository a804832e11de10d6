/**
 * Quantiles by counting how often each value occurs, exact: times are rounded to the millisecond, so there are far fewer values
 * than events. To keep and sort every single one, as `quantile_cont` does, takes several times as long for millions.
 *
 * As `quantile_cont`: between two values it lies in proportion.
 *
 * @param source SQL of a query with the columns `value` and `n`, how often it occurs; one value may have several rows
 * @param shares 0.5 is the median
 * @param more SQL of a further column, from `value` and `n`
 * @returns SQL of a query with one row, columns `q0`, `q1`… in the order of `shares`; NULL where there are no values
 */
export function quantiles(source: string, shares: readonly number[], more = 'NULL AS more'): string {
  const columns = shares.map((share, index) => {
    const place = `(${share}::DOUBLE * (total - 1))`
    const low = `min(value) FILTER (upto > floor${place})`
    const high = `min(value) FILTER (upto > ceil${place})`
    return `${low} + (${high} - ${low}) * (any_value(${place}) - floor(any_value${place})) AS q${index}`
  })
  return `
    SELECT ${[...columns, more].join(', ')}
    FROM (
      SELECT value, n, sum(n) OVER (ORDER BY value) AS upto, sum(n) OVER () AS total
      FROM (SELECT value, sum(n)::BIGINT AS n FROM (${source}) WHERE value IS NOT NULL GROUP BY value)
    )`
}
