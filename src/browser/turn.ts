/** Where the trackers of this page are, in the order in which they came. On the window: two copies of this code are two trackers too. */
const KEY = Symbol.for('waypost.trackers')

/** A tracker that is in charge of this page, or waits for it. */
export interface Candidate {
  /** It is in charge now, or something has changed that it should look at. */
  update(): void
}

/**
 * Gives a tracker its place on this page: in charge, or behind the one that is, until all before it have left (rule V13).
 */
export function takeTurn<One extends Candidate>(candidate: One) {
  const all: One[] = Reflect.get(window, KEY) ?? []
  Reflect.set(window, KEY, all)
  all.push(candidate)
  return {
    /** The tracker in charge; undefined once this one has left. */
    inCharge: () => (all.includes(candidate) ? all[0] : undefined),
    leave() {
      const at = all.indexOf(candidate)
      if (at < 0) return
      all.splice(at, 1)
      if (at === 0) all[0]?.update()
    },
  }
}
