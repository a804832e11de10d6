const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
const sorted = (values) => [...values].sort((a, b) => a - b)
export const median = (values) => sorted(values)[values.length >> 1]
export const p95 = (values) => sorted(values)[Math.ceil(values.length * 0.95) - 1]

/** How many times as much as the first has. */
const ratio = (value, first) => (first > 0 && value > 0 ? `${(value / first).toFixed(1)} ×` : '')

/** The tables, as Markdown. */
export function table(rows, { browser, date, looks, starts, navigations, closes }) {
  const [first] = rows
  const line = (cells) => `| ${cells.join(' | ')} |`
  const head = (names) => [line(names), line(names.map((_, index) => (index ? '--:' : '---')))]
  return [
    `Measured in one run, ${date}, ${browser}. Each client starts as its documentation says, with its own pace, in the same`,
    'app of two pages. Times are those of the main thread, everything that was put off included; what the app takes without a',
    `client is subtracted, of layouts too. Start: median of ${starts}. Navigation: median and 95th percentile of ${looks} looks at 25, all clients in turn. Heap: bytes that`,
    `each of ${navigations} navigations leaves behind, less those of the app alone. Closes: ${closes} tabs, each closed within 400 ms after a navigation.`,
    '',
    ...head(['client', 'minified', 'gzip', 'brotli', '', 'start, ms', '']),
    ...rows.map(({ name, size, start }) =>
      line([
        name,
        kilo(size.raw),
        kilo(size.gzip),
        kilo(size.brotli),
        ratio(size.brotli, first.size.brotli),
        (start / 1000).toFixed(1),
        ratio(start, first.start),
      ]),
    ),
    '',
    ...head([
      'client',
      'µs per navigation',
      'p95',
      '',
      'requests',
      'bytes',
      'layouts',
      'long tasks',
      'heap per navigation',
      'views of closed tabs',
      'leaves',
    ]),
    ...rows.map(({ name, times, requests, bytes, layouts, longTasks, heap, closed, views, leaves }) =>
      line([
        name,
        median(times).toFixed(0),
        p95(times).toFixed(0),
        ratio(median(times), median(first.times)),
        requests.toFixed(2),
        bytes.toFixed(0),
        Math.max(0, layouts).toFixed(2),
        longTasks.toFixed(2),
        `${heap.toFixed(0)} B`,
        views ? `${(closed.views * 100).toFixed(1)} %` : '–',
        leaves ? `${(closed.leaves * 100).toFixed(1)} %` : '–',
      ]),
    ),
  ].join('\n')
}

const escape = (text) => text.replace(/[&<>]/g, (letter) => `&#${letter.charCodeAt(0)};`)

/** Size, start and cost of a navigation, side by side. Readable on light and on dark. */
export function picture(rows) {
  const panels = [
    ['size, brotli', ({ size }) => size.brotli, kilo],
    ['start', ({ start }) => start, (value) => `${(value / 1000).toFixed(1)} ms`],
    ['one navigation', ({ times }) => median(times), (value) => `${value.toFixed(0)} µs`],
  ]
  const [names, width, bar] = [186, 186, 24]
  const height = 34 + rows.length * bar + 8
  const text = (x, y, content, extra = '') => `<text x="${x}" y="${y}" ${extra}>${escape(content)}</text>`
  const body = panels.flatMap(([title, value, unit], panel) => {
    const left = names + panel * (width + 20)
    const most = Math.max(...rows.map(value))
    return [
      text(left, 20, title, 'class="title"'),
      ...rows.flatMap((row, index) => {
        const y = 34 + index * bar
        const length = Math.max(1, (Math.max(0, value(row)) / most) * (width - 70))
        return [
          `<rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="14" rx="3"${index ? '' : ' class="own"'} />`,
          text((left + length + 6).toFixed(1), y + 11, unit(Math.max(0, value(row)))),
        ]
      }),
    ]
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${names + 3 * (width + 20)} ${height}" role="img" aria-label="Size, start and cost of a navigation of each client">
<style>
  text { font: 12px system-ui, sans-serif; fill: #57606a }
  .title { font-weight: 600 }
  rect { fill: #8c959f }
  .own { fill: #1f883d }
  @media (prefers-color-scheme: dark) {
    text { fill: #9da7b3 }
    .own { fill: #3fb950 }
  }
</style>
${rows.map(({ name }, index) => text(0, 45 + index * bar, name)).join('\n')}
${body.join('\n')}
</svg>
`
}
