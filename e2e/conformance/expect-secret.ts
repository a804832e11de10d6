import type { Expectation } from './expectation.ts'

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** This part of a URL stays in the browser: no client puts it into a request of its own. */
export const secret = (value: string): Expectation => ({
  wanted: 'not sent',
  judge({ messages }) {
    const sent = messages.some(({ url, body }) =>
      [url, body, decoded(url), decoded(body)].some((text) => text.includes(value)),
    )
    return sent ? { is: 'wrong', emitted: 'sent' } : { is: 'right', emitted: 'not sent' }
  },
})
