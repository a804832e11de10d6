import type { Clock, PageViews, Properties, RunningSink, Schedule, WaypostEvent } from '../core/index.js'
import type { RunningRecord } from './document-record.js'
import type { Outgoing } from './outgoing.js'
import type { Outlet } from './outlet.js'

/** Milliseconds between two writings of the last state of a view. */
const KEEP = 1_000

/** Milliseconds in which a library like posthog-js has sent what it was given. */
const UNSURE = 4_000

/** What is kept of the open view for a later document. */
interface LastState {
  /** Its own event, as long as it may be lost with this document. */
  view: WaypostEvent | undefined
  leave: WaypostEvent
  /** Who they are from, as each of the sinks says. */
  senders: (Properties | undefined)[]
}

/** Keeps the last state of the open view, for the case that nothing more is heard of this document (rules L4 and L5). */
export function keepLastState(
  { lastState }: Pick<PageViews, 'lastState'>,
  record: RunningRecord,
  { equip, pass }: Outgoing,
  outlet: Outlet,
  { clock, schedule }: { clock: Clock; schedule: Schedule },
) {
  /** The latest view that went to the sinks. */
  let latest: WaypostEvent | undefined
  let cancelKeep: (() => void) | undefined

  const leaveNow = () => {
    const leave = lastState()
    return leave && equip(leave)
  }
  function cancel() {
    cancelKeep?.()
    cancelKeep = undefined
  }
  function keepNow() {
    cancel()
    if (outlet.closed) return
    void record.save()
    const leave = leaveNow()
    if (!leave || !window.fetchLater) return
    outlet.each((target) => target.defer && pass(leave, (result) => target.defer?.(result), true))
  }
  return {
    /** Takes part in the record of this document. Sinks have to be there. */
    start: () =>
      record.part(
        'view',
        (): LastState | undefined => {
          const leave = leaveNow()
          const unsure = latest && clock.now() - latest.timestamp < UNSURE
          return (
            leave && {
              view: unsure ? latest : undefined,
              leave,
              senders: outlet.sinks.map((target) => target.sender?.()),
            }
          )
        },
        (content) => {
          const { view, leave, senders } = content as LastState
          const give = (event: WaypostEvent, wanted: (target: RunningSink) => boolean) =>
            outlet.sinks.forEach((target, index) => {
              if (wanted(target)) target.capture(event, false, senders[index])
            })
          if (view) give(view, ({ durable }) => !durable)
          pass(leave, (result) => give(result, () => true))
        },
      ),
    /** A view goes to the sinks. */
    viewed: (event: WaypostEvent) => void (latest = event),
    /** Something has changed: soon. */
    keep: () => void (cancelKeep ??= schedule(keepNow, KEEP)),
    keepNow,
    cancel,
  }
}
