import fc from 'fast-check'
import type { IAsyncProperty, IProperty, RunDetails } from 'fast-check'

/** Who walks: the core alone, a real router, a real browser. */
export type Level = 'core' | 'router' | 'browser'

/** What is asked of a run of walks. */
export interface WalkPlan {
  level: Level
  /** Steps to take at least. */
  steps: number
  seed: number
  /** The one walk to take, of those that the seed gives: as the report of a failure says. */
  path?: string | undefined
}

/** Fixed, so that a failure is a failure for everybody. */
const SEED = 20300101

/** The plan of a level: the usual one, or what the environment asks for. `npm run walk` sets it. */
export function planOf(level: Level, steps: number): WalkPlan {
  const { WALK_SEED, WALK_PATH, WALK_STEPS } = process.env
  return {
    level,
    steps: Number(WALK_STEPS ?? steps),
    seed: Number(WALK_SEED ?? SEED),
    path: WALK_PATH,
  }
}

/** One thing that happens in a walk, in words. */
interface Spoken {
  readonly words: string
}
/** A walk and what it starts from. */
type Walk = [setup: object, steps: readonly Spoken[]]

/** What a failed run has to tell: the shortest walk that fails, why, and how to take it again. */
export function reportOf(
  { level, steps, seed, path }: WalkPlan,
  details: RunDetails<Walk>,
  more = '',
): string {
  const [setup, walk] = details.counterexample ?? [{}, []]
  const error = details.errorInstance
  // How far a run goes decides which walks the seed gives.
  const command = `npm run walk -- --level ${level} --seed ${seed} --path ${details.counterexamplePath ?? path}${more}`
  return [
    `A walk of level "${level}" failed (walk ${details.numRuns} of seed ${seed}, shrunk ${details.numShrinks} times; ${steps} steps were asked for).`,
    Object.entries(setup)
      .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
      .join(', '),
    walk.map(({ words }, index) => `${String(index + 1).padStart(4)}. ${words}`).join('\n'),
    error instanceof Error ? error.message : String(error),
    `Take it again: ${command}`,
  ].join('\n\n')
}

/** Walks of one batch. A batch has a seed of its own, so that a walk is found again whatever the number of steps. */
const BATCH = 200

type Property = IProperty<Walk> | IAsyncProperty<Walk>

/**
 * Takes walks until so many steps were taken. Throws the report of the first that fails.
 *
 * @param stepsSoFar how many steps the property has taken
 * @param options more words of the command that takes the walk again; walks of one batch
 */
export async function runWalks(
  plan: WalkPlan,
  property: Property,
  stepsSoFar: () => number,
  { more = '', batch = BATCH } = {},
): Promise<void> {
  for (let seed = plan.seed; ; seed++) {
    const details = await fc.check(property as IAsyncProperty<Walk>, {
      seed,
      numRuns: batch,
      ...(plan.path !== undefined && { path: plan.path }),
    })
    if (details.failed) throw new Error(reportOf({ ...plan, seed }, details, more))
    if (plan.path !== undefined || stepsSoFar() >= plan.steps) return
  }
}
