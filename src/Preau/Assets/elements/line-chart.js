import * as echarts from 'echarts/core'
import { LineChart, BarChart } from 'echarts/charts'
import { GridComponent, TooltipComponent, MarkLineComponent } from 'echarts/components'
import { SVGRenderer } from 'echarts/renderers'

echarts.use([LineChart, BarChart, GridComponent, TooltipComponent, MarkLineComponent, SVGRenderer])

const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/**
 * <line-chart data-kind="line|bar" data-series='{"labels":["1 Nov",…],"values":[3,…],"name":"New contacts"}'>fallback table</line-chart>
 * Draws over the table that it holds, which stays for readers without JavaScript and for screen readers. Zero line, direct labels, colours of the tokens.
 */
customElements.define('line-chart', class extends HTMLElement {
  connectedCallback() {
    const data = JSON.parse(this.dataset.series)
    const canvas = document.createElement('div')
    canvas.className = 'chart-canvas'
    canvas.setAttribute('aria-hidden', 'true')
    this.append(canvas)
    this.querySelector('table')?.classList.add('visually-hidden')
    this.chart = echarts.init(canvas, null, { renderer: 'svg' })
    this.draw(data)
    this.sizes = new ResizeObserver(() => this.chart.resize())
    this.sizes.observe(canvas)
    this.modes = new MutationObserver(() => this.draw(data))
    this.modes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-bs-theme'] })
  }

  draw(data) {
    const quiet = token('--quiet')
    const isBar = this.dataset.kind === 'bar'
    const colour = token(this.dataset.colour ?? '--info')
    this.chart.setOption({
      animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      grid: { left: 4, right: 12, top: 16, bottom: 4, containLabel: true },
      // By name: «inherit» is not a font that a text can be measured in, and long numbers beside the axis were cut off.
      textStyle: { fontFamily: getComputedStyle(this).fontFamily },
      tooltip: { trigger: 'axis', renderMode: 'richText' },
      xAxis: { type: 'category', data: data.labels, axisLabel: { color: quiet, hideOverlap: true }, axisLine: { lineStyle: { color: token('--line') } }, axisTick: { show: false } },
      yAxis: { type: 'value', min: 0, minInterval: 1, axisLabel: { color: quiet, formatter: value => value.toLocaleString(document.documentElement.lang) }, splitLine: { lineStyle: { color: token('--line') } } },
      series: [{
        name: data.name, type: isBar ? 'bar' : 'line', data: data.values, symbol: 'none', smooth: false,
        lineStyle: { width: 2, color: colour }, itemStyle: { color: colour, borderRadius: isBar ? [3, 3, 0, 0] : 0 }, areaStyle: isBar ? undefined : { color: colour, opacity: 0.12 },
      }],
    })
  }

  disconnectedCallback() {
    this.sizes?.disconnect()
    this.modes?.disconnect()
    this.chart?.dispose()
  }
})
