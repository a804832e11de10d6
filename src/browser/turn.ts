/** Where the trackers of this page are, in the order in which they came. On the window: two copies of this code are two trackers too. */
const KEY = Symbol.for('waypost.trackers')

interface Candidate<Tracker> {
  tracker: Tracker
  start: () => void
}

/**
 * Gives a tracker its place on this page: in charge, or behind the one that is, until all before it have left (rule V13).
 *
 * @param start called when it comes to be in charge after it had to wait
 */
export function takeTurn<Tracker>(tracker: Tracker, start: () => void) {
  const all: Candidate<Tracker>[] = Reflect.get(window, KEY) ?? []
  Reflect.set(window, KEY, all)
  const candidate = { tracker, start }
  all.push(candidate)
  return {
    /** The tracker in charge; undefined once this one has left. */
    inCharge: () => (all.includes(candidate) ? all[0]?.tracker : undefined),
    leave() {
      const first = all[0] === candidate
      if (all.includes(candidate)) all.splice(all.indexOf(candidate), 1)
      if (first) all[0]?.start()
    },
  }
}
