import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import type { ForwardingStatus } from '../../collector/forward/status.js'
import { usePanel } from '../panels/use-panel.js'
import type { Panel } from '../panels/use-panel.js'

export interface ForwardingPanel extends Pick<Panel<ForwardingStatus>, 'problem' | 'isFirst'> {
  readonly data: ComputedRef<ForwardingStatus | undefined>
  /** The collector passes nothing on. */
  readonly isOff: ComputedRef<boolean>
}

/** Asks how passing on is doing. */
export function useForwarding(): ForwardingPanel {
  const { data, problem, isFirst } = usePanel<ForwardingStatus | { readonly state: 'off' }>(
    () => 'api/forwarding',
  )
  return {
    data: computed(() => (data.value?.state === 'off' ? undefined : data.value)),
    isOff: computed(() => data.value?.state === 'off'),
    problem,
    isFirst,
  }
}
