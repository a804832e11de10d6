import type { Delivery } from '../../collector/panels/types.js'
import { duration } from '../format.js'
import { count, counted, percent, shareOf } from '../numbers.js'

/** `none`: too little to judge by. */
export type Health = 'good' | 'watch' | 'bad' | 'none'

export interface Finding {
  readonly health: Health
  readonly title: string
  /** What was found, in one sentence. */
  readonly found: string
  /** What is healthy, and what else it may mean. */
  readonly means: string
}

/** With fewer views than this a single one would decide. */
const ENOUGH = 20

/** Judges delivery by four facts, each with the line that it is held against. */
export function findingsOf(delivery: Delivery): Finding[] {
  const { views, missing, sessionsWithGaps, left, leaves, delay } = delivery
  const judged = (health: Health): Health => (views + missing < ENOUGH ? 'none' : health)
  const gaps = shareOf(missing, views + missing)
  const leaving = shareOf(left, views)
  const events = views + leaves.reduce((sum, { count }) => sum + count, 0)
  const late = shareOf(delay.late, events)
  const recovered = leaves.find(({ reason }) => reason === 'recovered')?.count ?? 0

  return [
    {
      health: judged(gaps < 0.01 ? 'good' : gaps < 0.05 ? 'watch' : 'bad'),
      title: 'Views that arrived',
      found:
        missing === 0
          ? `No view is missing: the numbers of all ${counted(views, 'view')} follow each other.`
          : `${count(missing)} of ${counted(views + missing, 'view')} ${missing === 1 ? 'is' : 'are'} missing (${percent(gaps)}), in ${counted(sessionsWithGaps, 'session')}.`,
      means:
        'Views of a session are numbered, so a skipped number is a lost view. Below 1% is healthy. More points at a blocker, ' +
        'an outage that outlasted the queue, or a chosen time that begins within sessions.',
    },
    {
      health: judged(leaving >= 0.9 ? 'good' : leaving >= 0.7 ? 'watch' : 'bad'),
      title: 'Views with an end',
      found: `${count(left)} of ${counted(views, 'view')} ${left === 1 ? 'has' : 'have'} a leave (${percent(views > 0 ? leaving : null)}).`,
      means:
        'Above 90% is healthy. Views that are still open have none yet, so the last minutes always lack some. ' +
        'Without a leave nobody knows how long a page was read.',
    },
    {
      health: judged('good'),
      title: 'Leaves that were recovered',
      found:
        recovered === 0
          ? 'No leave had to be recovered.'
          : `${counted(recovered, 'leave')} (${percent(shareOf(recovered, events - views))} of all) came from a later page, after a tab crashed or was killed.`,
      means:
        'Every recovered leave would otherwise be lost, so any number is fine. A sudden rise means that tabs die more often.',
    },
    {
      health: judged(late < 0.01 ? 'good' : late < 0.05 ? 'watch' : 'bad'),
      title: 'Time to arrive',
      found:
        delay.median === null
          ? 'Nothing has arrived.'
          : `Half of all events arrive within ${duration(delay.median)}, 95% within ${delay.p95 === null ? 'an unknown time' : duration(delay.p95)}; ` +
            `${delay.late === 0 ? 'none took' : `${counted(delay.late, 'event')} (${percent(late)}) took`} longer than a minute.`,
      means:
        'Events wait up to three seconds for company. Late ones were kept while a device was offline or the collector was down; ' +
        'they count at the time they happened. Below 1% is healthy.',
    },
  ]
}

const ORDER: readonly Health[] = ['none', 'good', 'watch', 'bad']

/** The worst of all findings. */
export function overall(findings: readonly Finding[]): Health {
  return findings.reduce<Health>(
    (worst, { health }) => (ORDER.indexOf(health) > ORDER.indexOf(worst) ? health : worst),
    'none',
  )
}

/** All of it in one line. */
export function healthLine(delivery: Delivery): string {
  const { views, missing, left, delay } = delivery
  if (views === 0) return 'Nothing has arrived in this time.'
  const parts = [
    missing === 0
      ? 'no view is missing'
      : `${percent(shareOf(missing, views + missing))} of views are missing`,
    `${percent(shareOf(left, views))} have their leave`,
    ...(delay.median === null ? [] : [`half arrive within ${duration(delay.median)}`]),
  ]
  const text = parts.join(', ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

export const HEALTH_WORDS: Record<Health, string> = {
  good: 'Healthy',
  watch: 'Worth a look',
  bad: 'Needs attention',
  none: 'Too few to judge',
}

/** Why views are left, by the reasons of the wire. */
export const REASON_WORDS: Readonly<Record<string, string>> = {
  navigation: 'Went on to another page of the app',
  pagehide: 'Closed the tab, reloaded, or left the site',
  recovered: 'The tab died; a later page reported it',
  session_end: 'The session ended by inactivity or length',
  stop: 'Tracking was stopped',
}
