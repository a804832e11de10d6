/** What was sent and answered; `problems` is empty when the collector stood it. */
export interface FuzzReport {
  requests: number
  seconds: number
  statuses: Record<string, number>
  /** Valid events that were accepted. */
  valid: number
  /** MiB; 0 where the system does not say. */
  peakMemory: number
  problems: string[]
}
export function fuzz(options: {
  program: string
  requests: number
  seed: number
  onProgress?: (progress: { index: number; memory: number; problems: number }) => void
}): Promise<FuzzReport>
