import { onScopeDispose, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'

const NAMES = ['text', 'muted', 'line', 'line-strong', 'surface', 'view', 'leave', 'other'] as const

/** Colours of the page, by the names of its CSS variables. */
export type Palette = Readonly<Record<(typeof NAMES)[number], string>> & { readonly font: string }

/** The page's colours for what is not drawn by CSS. They follow a change between light and dark. */
export function usePalette(): Readonly<ShallowRef<Palette>> {
  const palette = shallowRef(read())
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const follow = (): void => void (palette.value = read())
  dark.addEventListener('change', follow)
  onScopeDispose(() => dark.removeEventListener('change', follow))
  return palette
}

function read(): Palette {
  const style = getComputedStyle(document.documentElement)
  const value = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  const colours = Object.fromEntries(NAMES.map((name) => [name, value(name)])) as Record<
    (typeof NAMES)[number],
    string
  >
  return { ...colours, font: value('sans') }
}
