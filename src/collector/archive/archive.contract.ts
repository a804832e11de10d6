import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { uuidv7 } from '../uuid.js'
import { openArchive } from './open-archive.js'
import type { ArchiveOptions, OpenArchive } from './open-archive.js'
import type { ArchivedEvent } from './types.js'

/** A folder that is gone after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'waypost-archive-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** An archive that loads when it is told to, and is closed after the test. */
export async function open(options: ArchiveOptions = {}): Promise<OpenArchive> {
  const archive = await openArchive({ loadEvery: 3_600_000, ...options })
  onTestFinished(() => archive.close())
  return archive
}

export function anEvent(changes: Partial<ArchivedEvent> = {}): ArchivedEvent {
  return {
    receivedAt: '2026-03-04T05:06:08.123Z',
    token: 'phc_a',
    event: '$pageview',
    uuid: uuidv7(Date.now()),
    timestamp: '2026-03-04T05:06:07.089Z',
    sentAt: '2026-03-04T05:06:08.000Z',
    distinctId: 'd1',
    properties: { $session_id: 's1', $pathname: '/teams', route_pattern: '/teams', view_number: 1 },
    ...changes,
  }
}

export const events = (count: number, changes: Partial<ArchivedEvent> = {}) =>
  Array.from({ length: count }, () => anEvent(changes))

export async function uuids(archive: OpenArchive): Promise<unknown[]> {
  await archive.refresh()
  return (await archive.all('SELECT uuid FROM events ORDER BY uuid')).map(({ uuid }) => uuid)
}
