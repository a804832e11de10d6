export function findPostgres(): string | undefined
export function providePostgres(): string | undefined
export const adviceForPostgres: string
