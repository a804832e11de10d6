import type { LabGroup } from './labCase'

export const documents: LabGroup = {
  title: 'New documents and other tabs',
  cases: [
    {
      title: 'Reload',
      text: 'The page goes away and comes back. The leave is sent while it goes.',
      counts: '1 leave, then 1 view (reload)',
      action: 'Reload this page',
      run: () => {
        location.reload()
      },
    },
    {
      title: 'Hard navigation',
      text: 'To the teams by location.assign, past the router.',
      counts: '1 leave, then 1 view (load)',
      action: 'Assign location',
      run: (router) => {
        location.assign(router.resolve('/teams').href)
      },
    },
    {
      title: 'Away, then Back',
      text: 'Opens the script-tag pages. Press the browser’s Back there: this page is woken, not loaded.',
      counts: '1 view there; back here 1 view (bfcache)',
      action: 'Leave for the plain pages',
      href: '/plain/',
    },
    {
      title: 'Another tab for a while',
      text: 'Opens a tab beside. Hidden is not left: the clocks of this page wait for you.',
      counts: 'nothing; a shorter visible time later',
      action: 'Open a tab beside',
      run: () => {
        window.open(location.href, '_blank', 'noopener')
      },
    },
  ],
}
