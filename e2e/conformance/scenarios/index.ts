import type { Scenario, ScenarioGroup } from '../scenario.ts'
import { documents } from './documents.ts'
import { landing } from './landing.ts'
import { leaving } from './leaving.ts'
import { moves } from './moves.ts'
import { privacy } from './privacy.ts'
import { staying } from './staying.ts'
import { titles } from './titles.ts'

/** All rows, in the order of the table. */
export const groups: readonly ScenarioGroup[] = [landing, moves, staying, titles, documents, leaving, privacy]
export const scenarios: readonly Scenario[] = groups.flatMap((group) => group.scenarios)
