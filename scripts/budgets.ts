import { readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium } from '@playwright/test';
import { topics } from '../src/topics.ts';
import { BROWSER_ARGS, findBrowser } from './browser.mjs';
import { serveBuilt } from './static-server.ts';

/**
 * Sizes that the built site must keep, gzipped, in kB of 1,000 bytes. What a page
 * loads is measured in a browser that scrolls past every figure; the rest is read
 * off dist/. Prints a table and exits 1 where a budget is exceeded.
 */
const BUDGETS = {
  articleScripts: 90,
  embedScripts: 80,
  /** Before any figure is near: what finds them, and the theme's button. */
  earlyScripts: 4,
  fonts: 200,
  html: 40,
} as const;

const DIST = 'dist';
const KB = 1_000;
const sizes = new Map<string, number>();
/** Many pages load the same files. */
function gzipped(path: string): number {
  const size = sizes.get(path) ?? gzipSync(readFileSync(path), { level: 9 }).length;
  sizes.set(path, size);
  return size;
}
const kB = (bytes: number) => Math.round(bytes / 100) / 10;

interface Row {
  readonly what: string;
  readonly bytes: number;
  readonly budget: number | null;
  readonly note?: string;
}

function filesUnder(folder: string, extension: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => extname(name) === extension)
    .map((name) => join(folder, name));
}

/** Scripts that a page fetches: at once, after scrolling past all of it, and in all that it opens. */
interface Loaded {
  readonly early: readonly string[];
  readonly scrolled: readonly string[];
  readonly fonts: readonly string[];
}

async function loadedBy(browser: Browser, origin: string, path: string): Promise<Loaded> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const scripts = new Set<string>();
  const fonts = new Set<string>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.js')) scripts.add(pathname);
    if (pathname.endsWith('.woff2')) fonts.add(pathname);
  });
  // Figures start when they are near; here none is until the page is scrolled.
  await page.addInitScript(() => {
    const { observe } = IntersectionObserver.prototype;
    const held: (() => void)[] = [];
    IntersectionObserver.prototype.observe = function (element) {
      if (document.documentElement.dataset.released) observe.call(this, element);
      else held.push(() => observe.call(this, element));
    };
    Object.assign(window, {
      release: () => {
        document.documentElement.dataset.released = '1';
        for (const start of held) start();
      },
    });
  });
  await page.goto(origin + path, { waitUntil: 'networkidle' });
  const early = [...scripts];
  await page.evaluate(() => (window as unknown as { release(): void }).release());
  // One that waits for a press is not fetched by a reader who scrolls past.
  for (const mount of await page.locator('[data-mount]:not(:has(> [data-run]))').all()) {
    await mount.scrollIntoViewIfNeeded();
    await mount.locator('section[data-ready]').waitFor();
  }
  await page.waitForLoadState('networkidle');
  await page.close();
  return { early, scrolled: [...scripts], fonts: [...fonts] };
}

const isWorker = (path: string) => /worker/i.test(path);
const sizeOf = (paths: readonly string[]) =>
  paths.reduce((sum, path) => sum + gzipped(join(DIST, path)), 0);
const inlineScripts = (path: string) => {
  const html = readFileSync(join(DIST, path, 'index.html'), 'utf8');
  const code = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    (m) => m[1],
  );
  return gzipSync(code.join('\n')).length;
};

/** The largest of them, by name, to know where to begin. */
function heaviest(paths: readonly string[]): string {
  const files = paths.map((p) => ({ name: nameOf(p), bytes: gzipped(join(DIST, p)) }));
  const largest = files.sort((a, b) => b.bytes - a.bytes).slice(0, 8);
  return largest.map(({ name, bytes }) => `${name} ${kB(bytes)}`).join(', ');
}

const nameOf = (path: string) => path.replace('/_astro/', '').replace(/\..*/, '');

async function scriptRows(): Promise<Row[]> {
  const server = serveBuilt(DIST);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const executablePath = findBrowser()?.path;
  const browser = await chromium.launch({
    args: BROWSER_ARGS,
    ...(executablePath ? { executablePath } : {}),
  });
  try {
    const articles = [...new Set(topics.map((topic) => `/articles/${topic.article}/`))];
    // Scenarios of one kind of figure load the same files.
    const kinds = topics.flatMap((t) =>
      t.scenarios.map((s) => [`${t.id}/${s.figures[0]}`, `/embed/${t.id}/${s.id}/`] as const),
    );
    const embeds = new Map(kinds.toReversed()).values();
    const left = ['/', ...articles, ...embeds].entries();
    const found: Row[][] = [];
    // A page waits for most of its time until nothing is fetched any more, so some wait at once.
    const measure = async () => {
      for (const [i, path] of left) found[i] = rowsOf(path, await loadedBy(browser, origin, path));
    };
    await Promise.all([measure(), measure(), measure()]);
    return found.flat();
  } finally {
    await browser.close();
    server.close();
  }
}

function rowsOf(path: string, { early, scrolled, fonts }: Loaded): Row[] {
  const page = scrolled.filter((p) => !isWorker(p));
  const workers = scrolled.filter(isWorker);
  const faces = fonts.map(
    (p) =>
      p
        .replace('/_astro/', '')
        .replace(/-latin.*wght/, '')
        .split('.')[0],
  );
  return [
    {
      what: `scripts of ${path}`,
      bytes: sizeOf(page) + inlineScripts(path),
      budget: path.startsWith('/embed/') ? BUDGETS.embedScripts : BUDGETS.articleScripts,
      note: heaviest(page),
    },
    {
      what: '  before a figure is near',
      bytes: sizeOf(early) + inlineScripts(path),
      budget: BUDGETS.earlyScripts,
      note: early.map(nameOf).join(', '),
    },
    ...(workers.length > 0
      ? [{ what: '  in a worker', bytes: sizeOf(workers), budget: null }]
      : []),
    { what: '  fonts', bytes: sizeOf(fonts), budget: BUDGETS.fonts, note: faces.join(', ') },
  ];
}

/** What is opened by a press: counted apart, since few readers press. */
function lazyRows(): Row[] {
  const names = ['Share', 'More', 'WhatIf', 'KeyHelp', 'FrameList', 'export', 'link', 'worker'];
  return filesUnder(join(DIST, '_astro'), '.js')
    .filter((path) => names.some((name) => new RegExp(`/(\\w+\\.)?${name}[.-]`).test(path)))
    .map((path) => ({
      what: `  on demand: ${path.split('/').at(-1)}`,
      bytes: gzipped(path),
      budget: null,
    }));
}

function pageRows(): Row[] {
  const pages = filesUnder(DIST, '.html').map((path) => ({
    what: `HTML of ${path.slice(DIST.length)}`,
    bytes: gzipped(path),
    budget: BUDGETS.html,
  }));
  const largest = pages.sort((a, b) => b.bytes - a.bytes);
  return largest.filter((row, i) => i < 4 || row.bytes > BUDGETS.html * KB);
}

/** Rules that are no sizes: each that is broken, in words. */
function brokenRules(): string[] {
  const broken: string[] = [];
  const styles = filesUnder(join(DIST, '_astro'), '.css').map((path) => readFileSync(path, 'utf8'));
  const pages = filesUnder(DIST, '.html');
  const inline = pages.map((path) => readFileSync(path, 'utf8'));
  for (const text of [...styles, ...inline]) {
    for (const [face] of text.matchAll(/@font-face\s*\{[^}]*\}/g)) {
      if (face.includes('url(') && !/font-display:\s*swap/.test(face)) {
        broken.push(`A font does not swap: ${face.slice(0, 80)}`);
      }
    }
  }
  for (const [i, html] of inline.entries()) {
    const preloaded = [...html.matchAll(/<link[^>]*rel="preload"[^>]*>/g)].map(([tag]) => tag);
    const fonts = preloaded.filter((tag) => tag.includes('as="font"'));
    if (
      fonts.length > 1 ||
      fonts.some((tag) => !tag.includes('source-serif-4-latin-wght-normal'))
    ) {
      broken.push(`${pages[i]} preloads more than the body face.`);
    }
    const loaded = [...html.matchAll(/<script[^>]*\bsrc=[^>]*>/g)].map(([tag]) => tag);
    if (loaded.some((tag) => !tag.includes('type="module"'))) {
      broken.push(`${pages[i]} has a script that blocks.`);
    }
  }
  return broken;
}

function print(rows: readonly Row[]): boolean {
  let good = true;
  for (const { what, bytes, budget, note } of rows) {
    const over = budget !== null && bytes > budget * KB;
    if (over) good = false;
    const limit = budget === null ? '' : `of ${budget}`;
    const verdict = over ? '  OVER' : '';
    console.log(
      `${what.padEnd(52)} ${kB(bytes).toFixed(1).padStart(7)} kB ${limit.padEnd(7)}${verdict}${note ? `  (${note})` : ''}`,
    );
  }
  return good;
}

const good = print([...(await scriptRows()), ...lazyRows(), ...pageRows()]);
const broken = brokenRules();
for (const words of new Set(broken)) console.log(words);
console.log(
  good && broken.length === 0 ? 'Every size is within its budget.' : 'A budget is exceeded.',
);
process.exit(good && broken.length === 0 ? 0 : 1);
