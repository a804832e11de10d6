import type { DuckDBResultReader, DuckDBType, DuckDBValue } from '@duckdb/node-api'
import type { Driver } from './database.js'
import type { Answer, Row } from './types.js'

/** Turns what DuckDB answers into values that JSON has. */
export function createRowReader(driver: Driver) {
  const { DuckDBTypeId, JsonDuckDBValueConverter } = driver
  const integers = new Set([
    DuckDBTypeId.BIGINT,
    DuckDBTypeId.UBIGINT,
    DuckDBTypeId.HUGEINT,
    DuckDBTypeId.UHUGEINT,
  ])
  const times = new Set([
    DuckDBTypeId.TIMESTAMP,
    DuckDBTypeId.TIMESTAMP_S,
    DuckDBTypeId.TIMESTAMP_MS,
    DuckDBTypeId.TIMESTAMP_NS,
    DuckDBTypeId.TIMESTAMP_TZ,
  ])

  function toJson(value: DuckDBValue, type: DuckDBType): unknown {
    if (value === null) return null
    if (integers.has(type.typeId)) return toInteger(String(value))
    if (type.typeId === DuckDBTypeId.DECIMAL) return Number(String(value))
    if (times.has(type.typeId)) return toIso(String(value))
    // Lists and structs ask for their parts by the last argument.
    return JsonDuckDBValueConverter(value, type, toJson as never)
  }

  return {
    rows(reader: DuckDBResultReader): Row[] {
      return reader.convertRowObjects(toJson as never)
    },
    columns(reader: DuckDBResultReader): Answer['columns'] {
      const types = reader.columnTypes()
      return reader.deduplicatedColumnNames().map((name, index) => {
        const type = types[index]
        return { name, type: type?.alias ?? String(type) }
      })
    },
  }
}
export type RowReader = ReturnType<typeof createRowReader>

function toInteger(text: string): number | string {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : text
}

/** `2024-01-02 03:04:05.678` and `2024-01-02 03:04:05.678+00` are UTC both: the session's time zone is. */
export function toIso(text: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)/.exec(text) ?? []
  // Infinity, and years before Christ or past 9999.
  if (day === undefined || time === undefined) return text
  const [seconds = '', fraction = ''] = time.split('.')
  return `${day}T${seconds}.${fraction.padEnd(3, '0')}Z`
}
