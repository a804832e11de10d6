import { BarChart, LineChart, SankeyChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import type { EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

/** A chart in an element. What is not named here is not bundled. */
export function createChart(element: HTMLElement): EChartsType {
  // Said here and not beside: this package's modules have no side effects, so that one on import would be left out.
  use([BarChart, LineChart, SankeyChart, AriaComponent, GridComponent, TooltipComponent, SVGRenderer])
  return init(element, undefined, { renderer: 'svg' })
}
