import type { PageKey } from '../index.js'
import type { Page } from './facts.contract.js'

interface KeyRule {
  /** The option as the tracker takes it. */
  option: PageKey
  /** What makes two pages the same, in the oracle's own words (rule V5). */
  key(page: Page): string
}

const sortedQuery = ({ query = '' }: Page, keep: (pair: string) => boolean) =>
  query.split('&').filter(keep).sort().join('&')

/** The variants of the option `pageKey` that walks use. */
export const pageKeys = {
  path: { option: {}, key: ({ path }) => path },
  query: { option: { query: true }, key: (page) => `${page.path}?${sortedQuery(page, Boolean)}` },
  tab: {
    option: { query: ['tab'] },
    key: (page) => `${page.path}?${sortedQuery(page, (pair) => pair.startsWith('tab='))}`,
  },
  hash: { option: { hash: true }, key: ({ path, hash = '' }) => `${path}#${hash}` },
  // Pages are told apart by their first letter alone.
  function: { option: ({ path }) => path.slice(0, 2), key: ({ path }) => path.slice(0, 2) },
} satisfies Record<string, KeyRule>

export type PageKeyName = keyof typeof pageKeys
