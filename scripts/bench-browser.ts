import { mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { ready } from '../src/lab/engine.ts';
import { mainRun, unfold } from '../src/lab/timeline.ts';
import { growManifest } from '../src/topics/lsm/engine/real/manifest-writer.ts';
import { lsm } from '../src/topics/lsm/topic.ts';
import { checkBoard } from '../src/topics/paxos/engine/packed/check.ts';
import { boardOf } from '../src/topics/paxos/engine/spec/board.ts';
import { benchLongTyping, type LongTyping } from './bench-browser-crdt.ts';
import { benchFlp, benchFlpWhole, type FlpAnalysis, type FlpWhole } from './bench-browser-flp.ts';
import { benchFrames, type FramesBench } from './bench-browser-frames.ts';
import { BROWSER_ARGS, findBrowser } from './browser.mjs';
import { serveBuilt } from './static-server.ts';

const SAMPLES = 300;
const MANIFEST_BYTES = 10_000_000;
/** Ballots of the Paxos boards that are searched, and how often each: the best time counts. */
const SEARCHES = [
  { ballots: 3, rounds: 3 },
  { ballots: 4, rounds: 1 },
] as const;

export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

export interface BrowserBench {
  /** Milliseconds of script for one step and one scrub to a random frame, in the key map. */
  readonly scenario: string;
  readonly frames: number;
  readonly step: Spread;
  readonly scrub: Spread;
  /** While a MANIFEST of ten megabytes is opened. */
  readonly manifest: { readonly seconds: number; readonly longTasks: readonly number[] };
  /** Every position of a Paxos board, in the worker of its figure and without a browser. */
  readonly paxos: readonly PaxosSearch[];
  /** What can come of a run of FLP, in the worker of its figure. */
  readonly flp: readonly FlpAnalysis[];
  readonly flpWhole: readonly FlpWhole[];
  readonly longTyping: LongTyping;
  /** Twelve figures in frames of one page. */
  readonly framed: FramesBench;
}

export interface PaxosSearch {
  readonly ballots: number;
  readonly distinct: number;
  /** From the press on the button to the verdict. */
  readonly workerSeconds: number;
  readonly headlessSeconds: number;
  readonly workerStatesPerSecond: number;
  readonly headlessStatesPerSecond: number;
  readonly timesHeadless: number;
  /** Milliseconds of each task over 50 on the page meanwhile, start of the worker included. */
  readonly longTasks: readonly number[];
}

function spread(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) => Number(sorted[Math.floor((sorted.length - 1) * share)]!.toFixed(2));
  return { p50: at(0.5), p95: at(0.95) };
}

/** The scenario of the key map that has the most frames. */
async function longest(): Promise<{ id: string; frames: number }> {
  let found = { id: '', frames: 0 };
  for (const plain of lsm.scenarios.filter((s) => s.figures[0] === 'KeyMap')) {
    const scenario = await ready(plain);
    const frames = unfold(scenario, mainRun(scenario)).length;
    if (frames > found.frames) found = { id: scenario.id, frames };
  }
  return found;
}

/** Script time of `SAMPLES` acts in the page, all microtasks they queue included. */
function timeActs(page: Page, kind: 'step' | 'scrub'): Promise<number[]> {
  return page.evaluate(
    async ([act, samples]) => {
      const slider = document.querySelector<HTMLInputElement>('.figure input[type=range]')!;
      const step = [...document.querySelectorAll<HTMLButtonElement>('.transport button')].find(
        (b) => b.textContent?.trim() === 'Step',
      )!;
      const times: number[] = [];
      let seed = 1;
      for (let i = 0; i < samples; i++) {
        seed = (seed * 48_271) % 2_147_483_647;
        const started = performance.now();
        if (act === 'step') step.click();
        else {
          slider.value = String(Math.floor((seed / 2_147_483_647) * Number(slider.max)));
          slider.dispatchEvent(new Event('input', { bubbles: true }));
        }
        for (let turn = 0; turn < 8; turn++) await Promise.resolve();
        times.push(performance.now() - started);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return times;
    },
    [kind, SAMPLES] as const,
  );
}

/** Notes every task of the page over 50 ms from now on. */
async function watchTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(Math.round(entry.duration));
    }).observe({ type: 'longtask' });
  });
  return () => page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
}

async function benchManifest(page: Page, origin: string): Promise<BrowserBench['manifest']> {
  const folder = join('.cache', 'bench');
  const path = join(folder, 'MANIFEST-000005');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, growManifest(MANIFEST_BYTES, 1));
  const replay = lsm.scenarios.find((s) => s.figures[0] === 'Replay')!;
  await page.goto(`${origin}/embed/lsm/${replay.id}/`);
  await page.locator('section[data-ready]').waitFor();
  const longTasks = await watchTasks(page);
  const started = performance.now();
  await page.locator('input[type=file]:not([webkitdirectory])').setInputFiles(path);
  await page.getByRole('status').filter({ hasText: 'edits' }).waitFor({ timeout: 120_000 });
  const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
  return { seconds, longTasks: await longTasks() };
}

/** The best of some searches without a browser, in seconds. */
function searchHeadless(ballots: number, rounds: number): { seconds: number; distinct: number } {
  const best = { seconds: Number.POSITIVE_INFINITY, distinct: 0 };
  for (let round = 0; round < rounds; round++) {
    const work = checkBoard(boardOf({ acceptors: 3, values: 2, ballots }));
    const begun = performance.now();
    let step = work.next();
    while (!step.done) step = work.next();
    best.seconds = Math.min(best.seconds, (performance.now() - begun) / 1000);
    best.distinct = step.value.distinct;
  }
  return best;
}

/** One search in the worker, in seconds as the page sees it. */
function searchInWorker(page: Page, positions: string): Promise<number> {
  return page.evaluate(async (wanted) => {
    const controls = document.querySelector<HTMLElement>('.figure .figure-controls')!;
    const begun = performance.now();
    controls.querySelector<HTMLButtonElement>('button.main')!.click();
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        const verdict = controls.querySelector('.verdict')?.textContent ?? '';
        if (!verdict.startsWith(`All ${wanted} positions checked`)) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(controls, { subtree: true, childList: true, characterData: true });
    });
    return (performance.now() - begun) / 1000;
  }, positions);
}

async function benchPaxos(page: Page, origin: string): Promise<BrowserBench['paxos']> {
  const found: PaxosSearch[] = [];
  for (const { ballots, rounds } of SEARCHES) {
    // One after the other, so that neither takes the other's processor.
    const headless = searchHeadless(ballots, rounds);
    const { distinct } = headless;
    await page.goto(`${origin}/embed/paxos/any-board/`);
    await page.locator('section[data-ready]').waitFor();
    await page.getByLabel(/^Ballots/).selectOption(String(ballots));
    const longTasks = await watchTasks(page);
    let seconds = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds; round++) {
      seconds = Math.min(seconds, await searchInWorker(page, distinct.toLocaleString('en')));
    }
    found.push({
      ballots,
      distinct,
      workerSeconds: Number(seconds.toFixed(3)),
      headlessSeconds: Number(headless.seconds.toFixed(3)),
      workerStatesPerSecond: Math.round(distinct / seconds),
      headlessStatesPerSecond: Math.round(distinct / headless.seconds),
      timesHeadless: Number((seconds / headless.seconds).toFixed(2)),
      longTasks: await longTasks(),
    });
  }
  return found;
}

async function bench(browser: Browser, origin: string): Promise<BrowserBench> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const { id, frames } = await longest();
  await page.goto(`${origin}/embed/lsm/${id}/`);
  await page.locator('section[data-ready]').waitFor();
  await timeActs(page, 'scrub');
  const scrub = spread(await timeActs(page, 'scrub'));
  await page.getByRole('button', { name: 'First frame' }).click();
  const step = spread(await timeActs(page, 'step'));
  const manifest = await benchManifest(page, origin);
  const paxos = await benchPaxos(page, origin);
  const flp = await benchFlp(page, origin);
  const flpWhole = await benchFlpWhole(page, origin);
  const longTyping = await benchLongTyping(page, origin);
  await page.close();
  const framed = await benchFrames(browser, origin);
  return { scenario: id, frames, step, scrub, manifest, paxos, flp, flpWhole, longTyping, framed };
}

/** Measures the built site in Chromium. Needs `npm run build` before it. */
export async function benchBrowser(): Promise<BrowserBench> {
  const server = serveBuilt('dist');
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const executablePath = findBrowser()?.path;
  const browser = await chromium.launch({
    args: BROWSER_ARGS,
    ...(executablePath ? { executablePath } : {}),
  });
  try {
    return await bench(browser, `http://localhost:${(server.address() as AddressInfo).port}`);
  } finally {
    await browser.close();
    server.close();
  }
}
