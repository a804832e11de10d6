/** A small store of JSON values, handed in. No call fails: storage is a help, never a need. */
export interface Storage {
  get(key: string): unknown
  /** `undefined` removes. */
  set(key: string, value: unknown): void
}
