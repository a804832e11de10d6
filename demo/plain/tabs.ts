const texts: Record<string, string> = {
  Spring: 'The ice melts, and messages start to move.',
  Summer: 'Low water. A good time to tidy the flows.',
  Autumn: 'Rain at last: four million messages before noon.',
}

const links = [...document.querySelectorAll<HTMLAnchorElement>('a[data-tab]')]
const heading = document.querySelector('#tab-title')
const text = document.querySelector('#tab-text')

function show(): void {
  const current = links.find((link) => link.pathname === location.pathname)
  for (const link of links) {
    link.classList.toggle('is-current', link === current)
    if (link === current) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  const name = current?.dataset['tab']
  document.title = `${name ?? 'Tabs by hand'} · Rill`
  if (heading) heading.textContent = name ?? 'Choose a season'
  if (text) text.textContent = texts[name ?? ''] ?? 'Each gives one leave and one view. Back and Forward too.'
}

for (const link of links) {
  link.addEventListener('click', (event) => {
    // A click that asks for a new tab or a download stays with the browser.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    history.pushState(null, '', link.href)
    show()
  })
}
addEventListener('popstate', show)

document.querySelector('#same')?.addEventListener('click', () => {
  history.replaceState(history.state, '', location.href)
})
document.querySelector('#query')?.addEventListener('click', () => {
  history.pushState(history.state, '', `?sort=${Math.round(performance.now())}`)
})

show()
