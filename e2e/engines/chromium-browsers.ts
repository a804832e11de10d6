import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from '@playwright/test'
import puppeteer from 'puppeteer-core'
import { chromiumOptions, findChromium } from '../../scripts/find-browser.mjs'

const executable = () => findChromium() ?? chromium.executablePath()

function flags() {
  const { args = [], chromiumSandbox } = chromiumOptions()
  return [...args, ...(chromiumSandbox ? [] : ['--no-sandbox'])]
}

/**
 * A Chromium that Playwright did not launch: there it emulates focus, and every tab is visible for ever. Connected to
 * one that runs already, tabs are hidden and shown as for a user.
 */
export async function startTabBrowser() {
  const profile = await mkdtemp(path.join(tmpdir(), 'waypost-e2e-'))
  const own = ['--headless', '--no-first-run', '--disable-background-networking', '--disable-sync']
  const child = spawn(
    executable(),
    [...flags(), ...own, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const endpoint = await new Promise<string>((resolve, reject) => {
    let output = ''
    child.once('exit', () => reject(new Error(`Chromium did not start: ${output}`)))
    child.stderr.on('data', (text) => {
      output += String(text)
      const found = /DevTools listening on (ws:\S+)/.exec(output)?.[1]
      if (found) resolve(found)
    })
  })
  const browser = await chromium.connectOverCDP(endpoint, { noDefaults: true })
  const [context] = browser.contexts()
  if (!context) throw new Error('Chromium has no default context.')
  return {
    context,
    async close() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      await (await browser.newBrowserCDPSession()).send('Browser.close')
      await gone
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Playwright's own sessions keep pages from being prerendered; puppeteer's don't. */
export const startPrerenderingBrowser = () =>
  puppeteer.launch({ executablePath: executable(), headless: true, args: flags() })
