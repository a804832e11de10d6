import { setTimeout as pause } from 'node:timers/promises'

/** Milliseconds in which everything that a client has put off comes about: the longest pause that one of them makes. */
const REST = 6_000
/** Navigations of one look. */
const LOOK = 25

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
    async heap() {
      await session.send('HeapProfiler.collectGarbage')
      return metric('JSHeapUsedSize')
    },
    start: () =>
      page.evaluate(
        ([name, options]) => window.bench.start(name, options),
        [id, { key, host: `${server.origin(key)}/to/${key}` }],
      ),
    navigate: (count) => page.evaluate((steps) => window.bench.navigate(steps), count),
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
 * requests and bytes.
 */
export async function measureNavigations(browser, server, id, looks) {
  const run = await open(browser, server, id)
  await run.start()
  await run.navigate(LOOK)
  await pause(REST)
  const { requests, bytes } = server.received(run.key)
  const times = []
  for (let look = 0; look < looks; look += 1) {
    const before = await run.task()
    await run.navigate(LOOK)
    await pause(REST)
    times.push(((await run.task()) - before) / LOOK)
  }
  const after = server.received(run.key)
  const count = looks * LOOK
  await run.close()
  return { times, requests: (after.requests - requests) / count, bytes: (after.bytes - bytes) / count }
}

/** Bytes of JavaScript's heap that so many navigations leave behind. */
export async function measureHeap(browser, server, id, count) {
  const run = await open(browser, server, id)
  await run.start()
  await run.navigate(count / 10)
  await pause(REST)
  const before = await run.heap()
  await run.navigate(count)
  await pause(REST)
  const grown = (await run.heap()) - before
  await run.close()
  return grown
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
  await Promise.all([work(), work()])
  await pause(REST)
  const arrived = (what) => keys.filter((key) => server.told(key).includes(what)).length / count
  return { views: arrived('pageview /b'), leaves: arrived('pageleave /b') }
}
