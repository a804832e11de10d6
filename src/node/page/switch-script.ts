/**
 * Runs in a page: asks once a minute, when the tab is seen again, and when the page says so by the event `waypost-switch`
 * of its document, whether telemetry is still on. Off is an opt-out, which it takes back at the next page that has
 * telemetry, if the visitor had not opted out by himself.
 */
export const SWITCH_SCRIPT = `(() => {
  const { url, every = 60000 } = document.currentScript.dataset
  const key = 'waypost-switched-off'
  const stored = (work) => { try { return work(localStorage) } catch {} }
  let timer
  const off = () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', seen)
    document.removeEventListener('waypost-switch', ask)
    const { waypost } = window
    if (!waypost || !waypost.optOut || waypost.consent === 'denied') return
    const before = waypost.consent
    waypost.optOut()
    if (before === 'granted') stored((storage) => storage.setItem(key, '1'))
  }
  const ask = () => fetch(url, { cache: 'no-store' })
    .then((answer) => answer.ok && answer.json())
    .then((state) => { if (state && state.enabled === false) off() })
    .catch(() => {})
  const seen = () => { if (document.visibilityState === 'visible') ask() }
  if (stored((storage) => storage.getItem(key)) && window.waypost && window.waypost.optIn) {
    stored((storage) => storage.removeItem(key))
    window.waypost.optIn()
  }
  timer = setInterval(seen, +every)
  document.addEventListener('visibilitychange', seen)
  document.addEventListener('waypost-switch', ask)
})()
`
