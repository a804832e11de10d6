/**
 * Runs in a page: asks from time to time, when the tab is seen again, and when the page’s own code says so by the event
 * `waypost-switch` of the document, whether telemetry is still on. Off silences this document, and stores nothing: it is
 * not the visitor who has chosen. The next page is served with telemetry or without.
 */
export const SWITCH_SCRIPT = `(() => {
  const { url, every } = document.currentScript.dataset
  let timer
  const off = () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', seen)
    document.removeEventListener('waypost-switch', ask)
    if (window.waypost && window.waypost.optOut) window.waypost.optOut({ remember: false })
  }
  const ask = () => fetch(url, { cache: 'no-store' })
    .then((answer) => answer.ok && answer.json())
    .then((state) => { if (state && state.enabled === false) off() })
    .catch(() => {})
  const seen = () => { if (document.visibilityState === 'visible') ask() }
  timer = setInterval(seen, Number(every))
  document.addEventListener('visibilitychange', seen)
  document.addEventListener('waypost-switch', ask)
})()
`
