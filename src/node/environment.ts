/** Values that leave a switch as it is. All others, in doubt, are the wish to opt out. */
const NO = new Set(['', '0', 'false', 'no', 'off'])

/** Environment variables: `process.env`, or what stands for it. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A product's name as variables have it: `FLOWFORGE`. */
export const variableName = (product: string): string =>
  product
    .trim()
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')

/** Variables by which a product is told to be silent. */
export function switchVariables(product: string): readonly string[] {
  const name = variableName(product)
  return ['DO_NOT_TRACK', `DISABLE_${name}_TELEMETRY`, `${name}_TELEMETRY_DISABLED`, `${name}_DO_NOT_TRACK`]
}

/**
 * Whether the value of a variable says yes: `1`, `true`, `yes`, `on`, in any case, with blanks around or not; and whatever
 * is neither yes nor no, since somebody wanted something with it.
 */
export const saysYes = (value: string | undefined): boolean =>
  value !== undefined && !NO.has(value.trim().toLowerCase())

/** The variable that switches telemetry off, if there is one. */
export const readEnvironment = (
  product: string,
  env: Environment,
  further: readonly string[] = [],
): string | undefined =>
  [...switchVariables(product), ...further].find((name) => Object.hasOwn(env, name) && saysYes(env[name]))
