/**
 * What a document leaves behind when it dies without a word: one record, made of named parts. A later document of the
 * origin takes on what the dead ones have left, each record once (rule L5).
 */
export interface DocumentRecord {
  /** Whether what is saved survives this document. False when nothing is kept, or nothing can be. */
  readonly durable: boolean
  /**
   * Adds a part.
   *
   * @param read what is to be kept at this moment, as JSON has it; undefined for nothing
   * @param adopt takes on what a dead document has kept under this name
   */
  part(name: string, read: () => unknown, adopt: (content: unknown) => void): void
  /** Writes the record as it is now. Resolves when it would survive a crash, or can't be written at all. */
  save(): Promise<void>
}
