export type InstanceState = 'running' | 'paused' | 'failing'

export interface Instance {
  id: string
  name: string
  team: string
  state: InstanceState
  region: string
  version: string
  uptime: string
  memory: number
  /** Messages per second, one value for each of the last 24 hours. */
  rate: readonly number[]
}

export interface LogLine {
  time: string
  level: 'info' | 'warn' | 'error'
  text: string
}

export const instances: readonly Instance[] = [
  {
    id: 'depot-hub',
    name: 'Depot hub',
    team: 'atlas',
    state: 'running',
    region: 'Frankfurt',
    version: '3.2.1',
    uptime: '41 days',
    memory: 62,
    rate: [18, 16, 12, 9, 8, 11, 24, 46, 71, 88, 92, 86, 79, 84, 95, 99, 87, 72, 58, 44, 37, 31, 26, 21],
  },
  {
    id: 'customs-desk',
    name: 'Customs desk',
    team: 'atlas',
    state: 'failing',
    region: 'Rotterdam',
    version: '3.1.8',
    uptime: '3 hours',
    memory: 91,
    rate: [6, 5, 5, 4, 4, 6, 12, 22, 34, 41, 44, 40, 38, 36, 39, 42, 18, 4, 2, 6, 3, 1, 2, 1],
  },
  {
    id: 'clinic-bridge',
    name: 'Clinic bridge',
    team: 'meadow',
    state: 'running',
    region: 'Stockholm',
    version: '3.2.1',
    uptime: '12 days',
    memory: 38,
    rate: [4, 3, 3, 2, 3, 5, 14, 33, 52, 60, 58, 49, 40, 47, 55, 51, 38, 24, 15, 11, 9, 7, 6, 5],
  },
  {
    id: 'cold-chain',
    name: 'Cold chain',
    team: 'harbour',
    state: 'paused',
    region: 'Lisbon',
    version: '3.0.4',
    uptime: 'paused 2 days ago',
    memory: 12,
    rate: [9, 9, 10, 12, 14, 18, 21, 22, 20, 19, 18, 17, 16, 12, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  },
]

export const logLines: readonly LogLine[] = [
  { time: '09:41:07', level: 'info', text: 'flow “order-intake” deployed, 7 nodes' },
  { time: '09:41:08', level: 'info', text: 'webhook listening on /hooks/orders' },
  { time: '09:42:30', level: 'info', text: '312 messages, median 14 ms' },
  { time: '09:43:02', level: 'warn', text: 'warehouse API slow: 1.8 s, retrying once' },
  { time: '09:43:04', level: 'info', text: 'warehouse API answered' },
  { time: '09:44:30', level: 'info', text: '298 messages, median 15 ms' },
  { time: '09:45:11', level: 'error', text: 'message 81f2 rejected: “postcode” is missing' },
  { time: '09:45:11', level: 'info', text: 'message 81f2 moved to the review queue' },
  { time: '09:46:30', level: 'info', text: '305 messages, median 14 ms' },
]

export function findInstance(id: string): Instance | undefined {
  return instances.find((instance) => instance.id === id)
}
