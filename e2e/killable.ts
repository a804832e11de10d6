import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumOptions, findChromium, findFirefox } from '../scripts/find-browser.mjs'

/** A browser that a test may kill. Nobody drives it: pages move by themselves, and what they did is read at the servers. */
export interface Killable {
  /** Starts it with one page, on the profile that it had before. */
  start(url: string): void
  /** Ends all its processes at once, without a word to any of them: `kill -9`. */
  kill(): Promise<void>
  /** Deletes the profile. */
  remove(): Promise<void>
}

/**
 * No questions and no traffic of its own. A crash before is no reason to open yesterday's pages, and nobody else is to
 * open today's: for a thumbnail of it Firefox loads a page once more, in a hidden place with an empty storage.
 */
const firefoxPreferences = `
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.sessionstore.resume_from_crash", false);
user_pref("toolkit.startup.max_resumed_crashes", -1);
user_pref("browser.pagethumbnails.capturing_disabled", true);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.normandy.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
`

const commands = {
  chromium: (profile: string): [string, string[]] => {
    const { args = [], chromiumSandbox } = chromiumOptions()
    const own = ['--headless', '--no-first-run', '--disable-background-networking', '--disable-sync']
    const sandbox = chromiumSandbox ? [] : ['--no-sandbox']
    return [
      findChromium() ?? chromium.executablePath(),
      [...args, ...own, ...sandbox, `--user-data-dir=${profile}`],
    ]
  },
  firefox: (profile: string): [string, string[]] => [
    findFirefox() ?? 'firefox',
    ['--headless', '--no-remote', '--profile', profile],
  ],
}

export type KillableEngine = keyof typeof commands

export async function createKillable(engine: KillableEngine): Promise<Killable> {
  const profile = await mkdtemp(path.join(tmpdir(), 'waypost-kill-'))
  if (engine === 'firefox') await writeFile(path.join(profile, 'user.js'), firefoxPreferences)
  let child: ChildProcess | undefined

  async function kill() {
    const dying = child
    child = undefined
    if (!dying?.pid || dying.exitCode !== null) return
    const gone = new Promise((resolve) => dying.once('exit', resolve))
    // The group: a browser is many processes.
    process.kill(-dying.pid, 'SIGKILL')
    await gone
  }
  return {
    start(url) {
      const [command, args] = commands[engine](profile)
      child = spawn(command, [...args, url], { detached: true, stdio: 'ignore' })
    },
    kill,
    async remove() {
      await kill()
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
    },
  }
}
