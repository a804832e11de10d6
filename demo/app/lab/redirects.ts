import type { LabGroup } from './labCase'

export const redirects: LabGroup = {
  title: 'Redirects and guards',
  cases: [
    {
      title: 'Redirect in the routes',
      text: '/old-docs points to /docs. Nobody ever sees /old-docs.',
      counts: '1 view, of /docs',
      action: 'Open old docs',
      to: '/old-docs',
    },
    {
      title: 'Redirect with a parameter',
      text: '/u/meadow points to /team/meadow.',
      counts: '1 view, of /team/meadow',
      action: 'Open short link',
      to: '/u/meadow',
    },
    {
      title: 'Guard that redirects: admin',
      text: 'Logged out, a guard sends you to the login page, and the button there sends you on.',
      counts: '1 view, of /login; then 1, of /admin',
      action: 'Open admin',
      to: '/admin',
    },
    {
      title: 'Guard that redirects: settings',
      text: 'The same with another page. Logged in, you get there at once.',
      counts: '1 view, of /login or /settings',
      action: 'Open settings',
      to: '/settings',
    },
    {
      title: 'Guard that says no',
      text: 'A guard returns false. You stay where you are.',
      counts: 'nothing',
      action: 'Open vault',
      to: '/vault',
    },
    {
      title: 'Guard that throws',
      text: 'A guard fails. The address is put back, and you stay.',
      counts: 'nothing',
      action: 'Open billing',
      to: '/billing',
    },
    {
      title: 'Refused Back',
      text: 'Add a node, press the browser’s Back and choose Stay. The address moves twice, you do not.',
      counts: '1 view, of the flow; refused Back: nothing',
      action: 'Open a flow to edit',
      to: '/flow/order-intake',
    },
  ],
}
