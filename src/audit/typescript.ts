import type ts from 'typescript'

export type TypeScript = typeof ts

/** The compiler of the project that is audited. It is no dependency: only who audits needs it. */
export async function loadTypeScript(
  load: () => Promise<{ readonly default: TypeScript }> = () => import('typescript'),
): Promise<TypeScript> {
  try {
    return (await load()).default
  } catch (error) {
    throw new Error(
      'waypost audit reads code with the TypeScript compiler, which is not installed: npm install --save-dev typescript',
      {
        cause: error,
      },
    )
  }
}
