import { readFile } from 'node:fs/promises'
import type { TelemetryConfig } from '../config/index.js'
import { attribute } from './escape.js'
import { place, scriptTag } from './inject.js'
import type { InjectOptions } from './inject.js'
import { SWITCH_SCRIPT } from './switch-script.js'

export interface FrontendOptions {
  readonly config: TelemetryConfig
  /** The product's page, `index.html`. */
  readonly file: string
  /** What the switch says: asked for each page, and by open tabs. */
  readonly isOn: () => boolean
  /** Reads the page anew each time. Default: in development, by `NODE_ENV`. */
  readonly fresh?: boolean
  /** Where pages get waypost from. Default: `/waypost.js`. */
  readonly src?: string
  /** Text in the page that the tags replace. Default: none, they go to the end of the head. */
  readonly placeholder?: string
  /** How much of an address leaves, unless the configuration says it. Default: `path`; `pattern` needs the router. */
  readonly urls?: InjectOptions['urls']
  /** Address at which open tabs ask whether telemetry is still on. Default: `/waypost-switch`. */
  readonly switchPath?: string
  /** Milliseconds after which an open tab asks again; it also does when it is seen again. Default: one minute. */
  readonly switchEvery?: number
}

/** An answer, for any server to give. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const answer = (type: string, body: string): Answer => ({
  status: 200,
  headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' },
  body,
})

/** A product's page with telemetry in it, and the switch for tabs that are open. */
export function createFrontend(options: FrontendOptions) {
  const {
    config,
    file,
    isOn,
    src,
    urls,
    placeholder,
    switchPath = '/waypost-switch',
    switchEvery = 60_000,
  } = options
  const { fresh = process.env['NODE_ENV'] === 'development' } = options
  let cached: Promise<string> | undefined

  function read(): Promise<string> {
    if (fresh) return readFile(file, 'utf8')
    return (cached ??= readFile(file, 'utf8').catch((error: unknown) => {
      cached = undefined
      throw error
    }))
  }

  function tags(nonce?: string): string {
    const tag = scriptTag(config, {
      ...(nonce === undefined ? {} : { nonce }),
      ...(src === undefined ? {} : { src }),
      ...(urls === undefined ? {} : { urls }),
      enabled: isOn(),
    })
    if (!tag) return ''
    const written = nonce === undefined ? '' : ` nonce="${attribute(nonce)}"`
    const path = attribute(switchPath)
    return `${tag}<script defer${written} src="${path}.js" data-url="${path}" data-every="${switchEvery}"></script>`
  }

  return {
    /** The page as it is served now. */
    page: async (nonce?: string): Promise<Answer> =>
      answer('text/html', place(await read(), tags(nonce), placeholder)),
    /** Answers what open tabs ask, and nothing else. */
    handle(path: string): Answer | undefined {
      if (path === switchPath) return answer('application/json', JSON.stringify({ enabled: isOn() }))
      return path === `${switchPath}.js` ? answer('text/javascript', SWITCH_SCRIPT) : undefined
    },
  }
}
export type Frontend = ReturnType<typeof createFrontend>
