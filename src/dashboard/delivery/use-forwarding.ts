import { computed, shallowRef, watch } from 'vue'
import type { ComputedRef, ShallowRef } from 'vue'
import type { ForwardingStatus } from '../../collector/forward/status.js'
import { usePanel } from '../panels/use-panel.js'
import type { Panel } from '../panels/use-panel.js'

export interface ForwardingPanel extends Pick<Panel<ForwardingStatus>, 'data' | 'problem' | 'isFirst'> {
  /** The collector passes nothing on. */
  readonly isOff: Readonly<ShallowRef<boolean>>
}

/** Asks how passing on is doing. A collector that does not has no such route, which is asked for no second time. */
export function useForwarding(): ForwardingPanel {
  const isOff = shallowRef(false)
  const panel = usePanel<ForwardingStatus>(() => (isOff.value ? undefined : 'api/forwarding'))
  watch(panel.problem, (problem) => {
    if (problem?.code === 'not_found') isOff.value = true
  })
  const isFirst: ComputedRef<boolean> = computed(() => !isOff.value && panel.isFirst.value)
  return { data: panel.data, problem: panel.problem, isFirst, isOff }
}
