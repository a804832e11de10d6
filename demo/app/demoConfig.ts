/** The three ways of adding waypost that the demo shows. */
export type Way = 'posthog_js' | 'direct' | 'script'

export const wayNames: Record<Way, string> = {
  posthog_js: 'posthog-js',
  direct: 'Direct',
  script: 'Script tag',
}

export const collectorUrl = window.DEMO?.collectorUrl ?? 'http://127.0.0.1:8765'

/** Each way has its own project key, so that the collector's live page can tell them apart. */
export function projectKey(way: Way): string {
  return `${window.DEMO?.key ?? 'phc_demo'}_${way}`
}
