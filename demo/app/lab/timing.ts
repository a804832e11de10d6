import type { LabGroup } from './labCase'

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const timing: LabGroup = {
  title: 'Fast, slow and failing',
  cases: [
    {
      title: 'Slow route',
      text: 'A guard takes 1.2 seconds. Click something else in the meantime and this one never happened.',
      counts: '1 view, after the wait',
      action: 'Open marketplace',
      to: '/marketplace',
    },
    {
      title: 'Slow route, superseded',
      text: 'Starts for the marketplace, changes its mind after 300 ms and goes to the teams.',
      counts: '1 view, of /teams',
      action: 'Start slow, then go to teams',
      run: async (router) => {
        const slow = router.push('/marketplace')
        await wait(300)
        await router.push('/teams')
        await slow
      },
    },
    {
      title: 'Chunk that fails to load',
      text: 'The page’s file is gone, as after a deployment. A message appears, and you stay.',
      counts: 'nothing',
      action: 'Open reports',
      to: '/reports',
    },
    {
      title: 'Two pushes, one after the other',
      text: 'Teams is confirmed, then flows at once. Each has its own address, title and times.',
      counts: '2 views: /teams, /flows',
      action: 'Push twice, confirmed',
      run: async (router) => {
        await router.push('/teams')
        await router.push('/flows')
      },
    },
    {
      title: 'Two pushes at once',
      text: 'The second is asked for before the first is confirmed, and so replaces it.',
      counts: '1 view, of /flows',
      action: 'Push twice, at once',
      run: (router) => Promise.all([router.push('/teams'), router.push('/flows')]),
    },
    {
      title: 'There and back',
      text: 'A push to the teams, and half a second later the router’s own Back.',
      counts: '2 views: /teams, /lab',
      action: 'Go and come back',
      run: async (router) => {
        await router.push('/teams')
        await wait(500)
        router.back()
      },
    },
    {
      title: 'Replace',
      text: 'No new entry in the history, and a new page all the same.',
      counts: '1 view, of /instances',
      action: 'Replace by instances',
      run: (router) => router.replace('/instances'),
    },
    {
      title: 'Late title',
      text: 'This page knows its title only after a request. The view waits for it and keeps its own time.',
      counts: '1 view, titled “Lab results”',
      action: 'Open lab results',
      to: '/flow/lab-results',
    },
  ],
}
