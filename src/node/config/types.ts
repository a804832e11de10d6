/** Something in the configuration that is wrong, or will be. */
export interface Problem {
  /** `error`: telemetry stays off. `warning`: it works. */
  readonly level: 'error' | 'warning'
  /** File that it is in; none when it comes from the environment. */
  readonly file?: string
  /** Line in the file, counted from 1. */
  readonly line?: number
  /** `telemetry.frontend.posthog.apikey`, or the name of a variable. */
  readonly field: string
  readonly message: string
  readonly fix: string
}

export interface PosthogConfig {
  /** Project key, `phc_…`. */
  readonly apikey: string
  /** Address of PostHog. Default: `https://app.posthog.com`. */
  readonly apiurl: string
}

export interface FrontendPosthogConfig extends PosthogConfig {
  /** Whether posthog-js is to count page views by itself. Default: `true`, as FlowForge documents it. */
  readonly capture_pageview: boolean
  /**
   * Everything else that stands beside it: options of posthog-js, for a product that has it. waypost's tag heeds
   * `persistence`, `disable_persistence`, `respect_dnt`, `opt_out_capturing_by_default`, and `urls`.
   */
  readonly options: Readonly<Record<string, unknown>>
}

/** What an operator has written down, read once. */
export interface TelemetryConfig {
  /** `false`: off, whatever is set elsewhere. `true` permits, and forces nothing. Absent: nothing said. */
  readonly enabled?: boolean
  /** Where the heartbeat goes. Absent: the product's own endpoint. */
  readonly url?: string
  /** Words by which the operator recognises this install in the numbers. */
  readonly label?: string
  readonly frontend: { readonly posthog?: FrontendPosthogConfig }
  /** PostHog for what the server sends. FlowForge's server uses the key of its front end. */
  readonly backend: { readonly posthog?: PosthogConfig }
  readonly problems: readonly Problem[]
}
