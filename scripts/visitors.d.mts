export const SAMPLE_KEY: string
export function createVisitors(options: { readonly url: string; readonly seed?: number }): {
  past(options: {
    readonly visits: number
    readonly installs: number
    readonly setClock: (at: number) => void
  }): Promise<void>
  live(signal: AbortSignal): Promise<void>
}
