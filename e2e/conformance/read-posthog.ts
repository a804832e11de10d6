import type { Message, Said } from './client.ts'
import { field, number, text } from './json.ts'

/** An event of PostHog's protocol. */
export function readPosthog({ data }: Message): Said | undefined {
  const event = field(data, 'event')
  const property = (name: string) => field(data, 'properties', name)
  const url = text(property('$current_url')) ?? ''
  const time = Date.parse(text(field(data, 'timestamp')) ?? '')
  const before = text(property('$prev_pageview_pathname'))
  if (event === '$pageview') {
    return {
      kind: 'view',
      url,
      time,
      title: text(property('title')),
      ...(before && {
        left: {
          url: before,
          seconds: number(property('prev_visible_seconds')) ?? number(property('$prev_pageview_duration')),
        },
      }),
    }
  }
  if (event !== '$pageleave') return undefined
  const seconds = number(property('visible_seconds')) ?? number(property('$prev_pageview_duration'))
  return { kind: 'leave', url, time, seconds }
}
