/** A few small texts that outlive the process: a product's own settings table, or a folder. */
export interface Store {
  get(key: string): Promise<string | undefined>
  set(key: string, value: string): Promise<void>
  /** Keeps a value unless there is one. Returns the one that is kept. */
  add(key: string, value: string): Promise<string>
}
