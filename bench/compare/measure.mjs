import { setTimeout as pause } from 'node:timers/promises'

/** Milliseconds in which everything that a client has put off comes about: the longest pause that one of them makes. */
const REST = 6_000
/** Milliseconds between one client's navigations and the next one's. */
const BREATH = 500
/** Navigations of one look. */
const LOOK = 25
/** Times that the heap is looked at again. */
const BLOCKS = 5

let runs = 0
/** A project key that is a host name as well. */
const newKey = (id) => `phc_${id.replace(/\W/g, '')}${(runs += 1)}x`.replace('_', '')

/** Opens the app without a client, and reads what the browser knows of the page. */
async function open(browser, server, id) {
  const key = newKey(id)
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${server.origin(key)}/a`)
  await page.waitForSelector('h1')
  const session = await context.newCDPSession(page)
  // Time of the main thread itself, whatever else the machine does.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const metric = async (wanted) =>
    (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === wanted).value
  return {
    page,
    key,
    /** Microseconds of the main thread so far. */
    task: async () => (await metric('TaskDuration')) * 1e6,
    /** How often the page was laid out so far. */
    layouts: () => metric('LayoutCount'),
    /** Tasks of more than 50 ms so far. */
    longTasks: () => page.evaluate(() => window.bench.longTasks),
    async heap() {
      // What one collection finds may only be freed by the next.
      for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage')
      return metric('JSHeapUsedSize')
    },
    start: () =>
      page.evaluate(
        ([name, options]) => window.bench.start(name, options),
        [id, { key, host: `${server.origin(key)}/to/${key}` }],
      ),
    navigate: (count, fast = false) =>
      page.evaluate((steps) => window.bench.navigate(...steps), [count, fast]),
    close: () => context.close(),
  }
}

/** Loading and starting a client, and what that puts off: microseconds of the main thread. */
export async function measureStart(browser, server, id) {
  const run = await open(browser, server, id)
  const before = await run.task()
  await run.start()
  await pause(2_000)
  const time = (await run.task()) - before
  await run.close()
  return time
}

/**
 * Navigations, each with what it puts off: microseconds of the main thread for each, look by look, and for all of them
 * requests, bytes, layouts and long tasks. All clients take part in each look, one after the other: a slow minute of the
 * machine is everybody's.
 */
export async function measureNavigations(browser, server, ids, looks) {
  const runs = []
  for (const id of ids) runs.push({ id, times: [], ...(await open(browser, server, id)) })
  const everybodyGoes = async () => {
    for (const { navigate } of runs) {
      await navigate(LOOK)
      await pause(BREATH)
    }
    await pause(REST)
  }
  const counts = async ({ key, layouts, longTasks }) => {
    const { requests, bytes } = server.received(key)
    return [requests, bytes, await layouts(), await longTasks()]
  }
  for (const { start } of runs) await start()
  await everybodyGoes()
  for (const run of runs) Object.assign(run, { first: await counts(run), before: await run.task() })
  for (let look = 0; look < looks; look += 1) {
    await everybodyGoes()
    for (const run of runs) {
      const now = await run.task()
      run.times.push((now - run.before) / LOOK)
      run.before = now
    }
  }
  const results = new Map()
  for (const run of runs) {
    const last = await counts(run)
    const [requests, bytes, layouts, longTasks] = last.map(
      (value, index) => (value - run.first[index]) / (looks * LOOK),
    )
    results.set(run.id, { times: run.times, requests, bytes, layouts, longTasks })
    await run.close()
  }
  return results
}

/**
 * Bytes of JavaScript's heap that one navigation leaves behind: the slope of a line through the heap after each of these
 * blocks of navigations. What is held once, however much, is no growth.
 */
export async function measureHeap(browser, server, id, count) {
  const run = await open(browser, server, id)
  await run.start()
  await run.navigate(count / BLOCKS, true)
  const points = []
  for (let block = 0; block <= BLOCKS; block += 1) {
    if (block) await run.navigate(count / BLOCKS, true)
    // What waits to be sent is sent: nobody's queue counts as growth.
    await pause(REST)
    points.push(await run.heap())
  }
  await run.close()
  const middle = BLOCKS / 2
  const mean = points.reduce((sum, point) => sum + point, 0) / points.length
  const slope = (values) =>
    values.reduce((sum, value, block) => sum + (block - middle) * (value - mean), 0) /
    values.reduce((sum, _, block) => sum + (block - middle) ** 2, 0)
  return slope(points) / (count / BLOCKS)
}

/** Closes so many tabs, each a random moment after a navigation: how many views and leaves of the last page arrived. */
export async function measureCloses(browser, server, id, count) {
  const moments = Array.from({ length: count }, (_, index) => (index * 400) / count)
  const keys = []
  const work = async () => {
    for (let moment = moments.pop(); moment !== undefined; moment = moments.pop()) {
      const run = await open(browser, server, id)
      keys.push(run.key)
      await run.start()
      await pause(300)
      await run.page.evaluate(() => void window.bench.navigate(1))
      await pause(moment)
      await run.page.close()
      await run.close()
    }
  }
  await Promise.all([work(), work(), work()])
  await pause(REST)
  const arrived = (what) => keys.filter((key) => server.told(key).includes(what)).length / count
  return { views: arrived('pageview /b'), leaves: arrived('pageleave /b') }
}
