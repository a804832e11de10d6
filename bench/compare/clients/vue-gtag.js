import { createGtag } from 'vue-gtag'

/** The plugin alone. What gtag.js, which it loads from Google, makes of its queue is not measured. */
export const start = ({ app, router }) =>
  void app.use(createGtag({ tagId: 'G-BENCH', pageTracker: { router }, resource: { inject: false } }))
