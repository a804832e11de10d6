/// <reference types="vite/client" />
import type { Client } from './client.ts'

const files = import.meta.glob<Client>('./clients/*.ts', { eager: true, import: 'client' })

const rank = ({ package: from }: Client) => (from === 'waypost' ? 0 : 1)

/** All columns: one for each file of `clients/`, waypost first. Only Vite knows how to read this module. */
export const clients: readonly Client[] = Object.entries(files)
  .map(([file, client]) => {
    if (file !== `./clients/${client.id}.ts`)
      throw new Error(`The client in ${file} calls itself ${client.id}.`)
    return client
  })
  .sort((some, other) => rank(some) - rank(other) || some.name.localeCompare(other.name, 'en'))
