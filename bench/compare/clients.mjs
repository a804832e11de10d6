/**
 * Who is compared, waypost first. Each starts in `clients/<id>.js`, as its own documentation says, with its own usual
 * pace; PostHog's clients with page views and leaves and nothing else.
 */
export const clients = [
  { id: 'waypost', name: 'waypost/vue + posthogSink', views: true, leaves: true },
  { id: 'waypost-posthog-js', name: 'waypost/vue + posthog-js', views: true, leaves: true },
  { id: 'posthog-js', name: 'posthog-js', views: true, leaves: true },
  { id: 'posthog-js-slim', name: 'posthog-js, slim', views: true, leaves: true },
  { id: 'posthog-js-lite', name: 'posthog-js-lite', views: true, leaves: false },
  { id: 'plausible', name: 'Plausible', views: true, leaves: true },
  { id: 'umami', name: 'Umami', views: true, leaves: false },
  // What gtag.js makes of its queue can't be had here: only what the plugin itself takes.
  { id: 'vue-gtag', name: 'vue-gtag, without gtag.js', views: false, leaves: false },
]
