/** Page views and leaves, and nothing that waypost has not. */
export const config = {
  defaults: '2026-01-30',
  capture_pageview: 'history_change',
  capture_pageleave: true,
  autocapture: false,
  advanced_disable_flags: true,
  disable_session_recording: true,
  disable_surveys: true,
  // Its filter takes every driven browser for a bot.
  opt_out_useragent_filter: true,
}
