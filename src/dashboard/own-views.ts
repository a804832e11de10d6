import { shallowRef } from 'vue'
import type { App, ShallowRef } from 'vue'
import type { Router } from 'vue-router'
import { host } from './root.js'
import type { VueWaypost } from '../vue/index.js'

/** The project that this dashboard's own views are under. */
export const OWN_PROJECT = 'waypost_dashboard'

const KEY = 'waypost.dashboard.own-views'

export interface OwnViews {
  readonly isOn: Readonly<ShallowRef<boolean>>
  set(isOn: boolean): void
}

/** What the choice is kept in. Where storage is forbidden it holds for this document. */
type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * The dashboard as a user of waypost: its own navigations, sent to this collector and nobody else. Off until somebody
 * switches it on; the tracker is not even loaded before.
 */
export function createOwnViews(app: App, router: Router, memory: Memory | undefined = storage()): OwnViews {
  const isOn = shallowRef(memory?.getItem(KEY) === 'on')
  let tracker: Promise<VueWaypost> | undefined

  async function load(): Promise<VueWaypost> {
    const [{ createWaypost }, { posthogSink }] = await Promise.all([
      import('../vue/index.js'),
      import('../browser/index.js'),
    ])
    const waypost = createWaypost({
      router,
      sink: posthogSink({ key: OWN_PROJECT, host }),
      // Routes alone: neither the ids of sessions nor what is filtered by.
      urls: 'pattern',
      consent: 'denied',
    })
    app.use(waypost)
    return waypost
  }

  async function apply(): Promise<void> {
    // Nothing was ever loaded, so there is nothing to switch off.
    if (!isOn.value && !tracker) return
    tracker ??= load()
    const waypost = await tracker
    if (isOn.value) waypost.optIn()
    else waypost.optOut()
  }

  void apply()
  return {
    isOn,
    set(value) {
      isOn.value = value
      if (value) memory?.setItem(KEY, 'on')
      else memory?.removeItem(KEY)
      void apply()
    },
  }
}

function storage(): Storage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}
