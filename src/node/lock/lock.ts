/** Being the one of several replicas. */
export interface Held {
  /** Whether it still is. */
  isHeld(): Promise<boolean>
  release(): Promise<void>
}

/** Chooses one of several replicas. It does not wait: whoever gets `undefined` asks again later. */
export interface Lock {
  acquire(): Promise<Held | undefined>
}
