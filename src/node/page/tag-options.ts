import type { InjectOptions } from './inject.js'

const URLS = ['path', 'pattern', 'full']

/**
 * What of the options beside the key holds for waypost as well, as attributes of its tag. They are posthog-js's names, and
 * `urls`. Storage that ends with the tab is none that outlasts it: waypost then keeps nothing.
 */
export function tagOptions(
  options: Readonly<Record<string, unknown>>,
  { urls }: Pick<InjectOptions, 'urls'>,
): Readonly<Record<string, string>> {
  const { persistence, disable_persistence: keepsNothing, respect_dnt: heedsSignals } = options
  const isInMemory = keepsNothing === true || persistence === 'memory' || persistence === 'sessionStorage'
  const policy = URLS.find((one) => one === options['urls']) ?? urls
  return {
    ...(isInMemory ? { 'data-persistence': 'memory' } : {}),
    // waypost heeds them unless told otherwise.
    ...(heedsSignals === false ? { 'data-respect-signals': 'false' } : {}),
    ...(options['opt_out_capturing_by_default'] === true ? { 'data-consent': 'denied' } : {}),
    ...(policy === undefined ? {} : { 'data-urls': policy }),
  }
}
