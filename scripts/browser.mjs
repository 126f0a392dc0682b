import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser that Playwright brought, or `null`. */
function playwrightsOwn() {
  try {
    const { chromium } = createRequire(import.meta.url)('@playwright/test');
    const path = chromium.executablePath();
    return path && existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

function onSystem() {
  for (const name of NAMES) {
    const found = spawnSync('which', [name], { encoding: 'utf8' });
    const path = found.stdout?.trim();
    if (found.status === 0 && path) return path;
  }
  return PATHS.find((path) => existsSync(path)) ?? null;
}

/**
 * Where a Chromium is, and whose it is: Playwright's own first, since it is the
 * version that Playwright was tested with. `null` where there is none.
 */
export function findBrowser() {
  const own = playwrightsOwn();
  if (own) return { path: own, from: "Playwright's own" };
  const system = onSystem();
  return system ? { path: system, from: 'the system' } : null;
}

/** Runs a command to its end; only what it says of errors is heard. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
    child.on('error', reject);
    child.on('close', resolve);
  });
}

/** Finds a browser or installs one. Says what it did; throws in words where nothing works. */
export async function ensureBrowser(say) {
  const found = findBrowser();
  if (found) {
    say(`Browser: ${found.path} (${found.from}).`);
    return found.path;
  }
  say('No Chromium found. Asking Playwright to install its own …');
  const patience = { timeout: 300_000 };
  // What cannot even be started is one way of not working.
  const attempt = (...call) => run(...call).catch(() => null);
  await attempt('npx', ['playwright', 'install', '--with-deps', 'chromium'], patience);
  const own = playwrightsOwn();
  if (own) {
    say(`Browser: installed by Playwright at ${own}.`);
    return own;
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say("Playwright's download did not work. Installing Debian's chromium with apt-get …");
    await attempt('apt-get', ['update', '-q'], patience);
    await attempt('apt-get', ['install', '-y', '-q', 'chromium'], { timeout: 900_000 });
    const system = onSystem();
    if (system) {
      say(`Browser: installed from Debian at ${system}.`);
      return system;
    }
  }
  throw new Error(
    'No Chromium or Chrome was found, and none could be installed. Install one by hand and run this again.',
  );
}

/** Switches that keep it quiet, and that a container run as root needs. */
export const BROWSER_ARGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
