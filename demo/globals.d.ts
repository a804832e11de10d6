interface Window {
  /** Written by `/demo-config.js`, which the demo server generates. */
  DEMO?: { collectorUrl: string; key: string }
}
