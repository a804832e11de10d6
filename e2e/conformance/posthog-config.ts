import type { Page } from './client.ts'

/** What posthog-js is told besides the setting that a column is about: whom to send to, and to leave out the rest. */
export const posthogConfig = ({ posthog }: Pick<Page, 'posthog'>) => ({
  api_host: posthog.host,
  autocapture: false,
  advanced_disable_flags: true,
  disable_session_recording: true,
  disable_surveys: true,
  // Its filter takes every driven browser for a bot.
  opt_out_useragent_filter: true,
  request_queue_config: { flush_interval_ms: 250 },
})
