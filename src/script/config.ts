import type { PosthogSinkOptions, WaypostOptions } from '../browser/index.js'

/** All that a script tag may say, as `data-` attributes or in `window.waypostConfig`. */
export type ScriptConfig = WaypostOptions & Partial<PosthogSinkOptions>

/** `data-title-wait="300"` is a number, `data-query-keys='["tab"]'` a list, `data-hash-routing` true, the rest text. */
function parse(text: string | undefined): unknown {
  if (!text) return true
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Attributes of the tag, over `window.waypostConfig`. */
export function readConfig(script: Element | null): ScriptConfig {
  const config: Record<string, unknown> = { ...Reflect.get(window, 'waypostConfig') }
  if (script instanceof HTMLElement) {
    for (const [name, text] of Object.entries(script.dataset)) {
      // Text is what these two are, whatever they look like; an empty key is no key.
      config[name] = name === 'key' || name === 'host' ? text : parse(text)
    }
  }
  return config
}
