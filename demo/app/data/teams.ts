export interface Member {
  name: string
  role: 'Owner' | 'Builder' | 'Viewer'
  seen: string
}

export interface Team {
  slug: string
  name: string
  purpose: string
  plan: 'Starter' | 'Team' | 'Enterprise'
  members: readonly Member[]
}

export const teams: readonly Team[] = [
  {
    slug: 'atlas',
    name: 'Atlas Logistics',
    purpose: 'Keeps 40 depots, their scanners and the customs desk in step.',
    plan: 'Enterprise',
    members: [
      { name: 'Mira Okafor', role: 'Owner', seen: 'now' },
      { name: 'Jonas Weber', role: 'Builder', seen: '12 minutes ago' },
      { name: 'Lucía Prado', role: 'Builder', seen: 'today' },
      { name: 'Tom Reyes', role: 'Viewer', seen: 'yesterday' },
    ],
  },
  {
    slug: 'meadow',
    name: 'Meadow Health',
    purpose: 'Moves appointments and lab results between clinics, quietly.',
    plan: 'Team',
    members: [
      { name: 'Ada Lindqvist', role: 'Owner', seen: 'now' },
      { name: 'Kenji Mori', role: 'Builder', seen: 'today' },
      { name: 'Sofia Rossi', role: 'Viewer', seen: 'last week' },
    ],
  },
  {
    slug: 'harbour',
    name: 'Harbour Foods',
    purpose: 'Cold-chain readings from the pier to the supermarket shelf.',
    plan: 'Starter',
    members: [
      { name: 'Noor Haddad', role: 'Owner', seen: '2 hours ago' },
      { name: 'Pavel Novák', role: 'Builder', seen: 'yesterday' },
    ],
  },
]

export function findTeam(slug: string): Team | undefined {
  return teams.find((team) => team.slug === slug)
}
