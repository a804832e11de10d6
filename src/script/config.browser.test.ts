import { afterEach, expect, test } from 'vitest'
import { readConfig } from './config.js'

afterEach(() => void Reflect.deleteProperty(window, 'waypostConfig'))

function tag(attributes: string): HTMLElement | null {
  const template = document.createElement('template')
  template.innerHTML = `<script ${attributes}></script>`
  return template.content.querySelector('script')
}

test.each<[string, Record<string, unknown>]>([
  ['data-title-wait="300"', { titleWait: 300 }],
  ['data-idle-after="1.5"', { idleAfter: 1.5 }],
  ['data-hash-routing', { hashRouting: true }],
  ['data-hash-routing="true"', { hashRouting: true }],
  ['data-hash-routing="false"', { hashRouting: false }],
  [`data-query-keys='["tab","utm_*"]'`, { queryKeys: ['tab', 'utm_*'] }],
  [`data-page-key='{"query":["tab"]}'`, { pageKey: { query: ['tab'] } }],
  ['data-persistence="memory"', { persistence: 'memory' }],
  ['data-scroll-container="main > .scroll"', { scrollContainer: 'main > .scroll' }],
  ['data-key="phc_abc"', { key: 'phc_abc' }],
  ['data-key="12345"', { key: '12345' }],
  ['data-key', { key: '' }],
  ['data-key="true" data-host="https://e.example"', { key: 'true', host: 'https://e.example' }],
  ['src="/waypost.js" defer', {}],
])('%s', (attributes, expected) => {
  expect(readConfig(tag(attributes))).toEqual(expected)
})

test('an attribute wins over window.waypostConfig', () => {
  const beforeSend = () => null
  const config = { key: 'phc_config', titleWait: 1, beforeSend }
  Reflect.set(window, 'waypostConfig', config)
  expect(readConfig(tag('data-key="phc_tag"'))).toEqual({ key: 'phc_tag', titleWait: 1, beforeSend })
  expect(config.key).toBe('phc_config')
})

test('a module has no tag', () => {
  Reflect.set(window, 'waypostConfig', { key: 'phc_config' })
  expect(readConfig(null)).toEqual({ key: 'phc_config' })
})

test('C4 a waypostConfig that is no object is none', () => {
  for (const value of [null, undefined, 5]) {
    Reflect.set(window, 'waypostConfig', value)
    expect(readConfig(null)).toEqual({})
  }
})
