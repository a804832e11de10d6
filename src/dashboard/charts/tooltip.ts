import type { Palette } from './use-palette.js'

export interface TooltipLine {
  readonly name: string
  readonly value: string
  /** A colour of the palette, by its class in `tooltip.css`. */
  readonly mark?: string
}

/**
 * What stands beside the pointer. Built of nodes: names come from strangers, and the page's policy forbids the inline styles
 * that ECharts would write into a text of its own.
 */
export function tooltipContent(heading: string, lines: readonly TooltipLine[]): HTMLElement {
  const box = document.createElement('div')
  box.className = 'tip'
  const title = document.createElement('b')
  title.textContent = heading
  box.append(title)
  for (const { name, value, mark } of lines) {
    const line = document.createElement('span')
    if (mark !== undefined) line.className = `mark ${mark}`
    const label = document.createElement('i')
    label.textContent = name
    const figure = document.createElement('em')
    figure.textContent = value
    line.append(label, figure)
    box.append(line)
  }
  return box
}

/** How the box looks; it stays within the chart, where it needs no arrow. */
export function tooltipStyle({ surface, text, font, ...palette }: Palette) {
  return {
    confine: true,
    backgroundColor: surface,
    borderColor: palette['line-strong'],
    borderWidth: 1,
    padding: 0,
    transitionDuration: 0,
    textStyle: { color: text, fontFamily: font, fontSize: 12 },
    extraCssText:
      'border-radius: 8px; box-shadow: 0 4px 16px rgb(0 0 0 / 12%); max-width: 20rem; white-space: normal',
  }
}
