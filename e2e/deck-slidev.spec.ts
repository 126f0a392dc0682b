import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { FrameLocator, Locator, Page } from '@playwright/test';
import sirv from 'sirv';
import { findBrowser } from '../scripts/browser.mjs';
import { KEYS, stepOut, walk } from './decks.ts';
import { textOfPages } from './pdf-text.ts';
import { subject } from './runs.ts';
import { expect, FigureView, test } from './site.ts';

/** The talk of examples/slides/slidev, built by the real Slidev, from another origin than the site. */
const FOLDER = new URL('../examples/slides/slidev/', import.meta.url);
test.skip(
  !existsSync(new URL('node_modules/@slidev/cli', FOLDER)),
  'The talk’s own packages are not installed: run `npm install` in examples/slides/slidev.',
);
// One worker for all of them: two would build the talk twice, at the same place.
test.describe.configure({ mode: 'default', timeout: 90_000 });

const SOURCES = [
  'slides.md',
  'style.css',
  'site.ts',
  'components/Lockstep.vue',
  'package.json',
  'package-lock.json',
];
const changed = (file: string): number =>
  existsSync(new URL(file, FOLDER)) ? statSync(new URL(file, FOLDER)).mtimeMs : 0;

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

let server: Server;
let talk: string;
test.beforeAll(async ({ baseURL }) => {
  test.setTimeout(180_000);
  if (changed('dist/index.html') < Math.max(...SOURCES.map(changed))) {
    execFileSync('npm', ['run', 'build'], { cwd: fileURLToPath(FOLDER), stdio: 'pipe' });
  }
  const { serveTalk } = await import(new URL('serve.mjs', FOLDER).href);
  server = serveTalk(baseURL);
  talk = await listen(server);
});
test.afterAll(() => {
  server?.closeAllConnections();
  server?.close();
});

const slideOf = (page: Page, slide: number): Locator =>
  page.locator(`#slideshow [data-slidev-no="${slide}"]`);
const framed = (around: Locator): FrameLocator => around.frameLocator('iframe');
const figureOf = (around: Locator): Locator => framed(around).locator('section.figure');

async function shows(around: Locator, frame: number): Promise<void> {
  await expect(figureOf(around)).toHaveAttribute('data-ready', 'true', { timeout: 15_000 });
  await expect(figureOf(around)).toHaveAttribute('data-frame', String(frame));
}

/** The slide, from 1, and the frame that its figure shows. */
async function standsAt(page: Page, slide: number, frame?: number): Promise<void> {
  await expect(slideOf(page, slide)).toBeVisible();
  if (frame !== undefined) await shows(slideOf(page, slide), frame);
}

/** Opens a slide, from 1, at a click, and waits for its figure. */
async function open(page: Page, slide: number, frame?: number, clicks = 0): Promise<void> {
  await page.goto(`${talk}#/${slide}?clicks=${clicks}`);
  await standsAt(page, slide, frame);
}

for (const keys of KEYS) {
  test(`${keys[0]} walks through every figure and on, and ${keys[1]} all the way back`, async ({
    page,
  }) => {
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    await page.goto(talk);
    await walk(page, keys, (slide, frame) => standsAt(page, slide, frame));
    // Fonts and icons are the deck's own, and figures the site's.
    expect(
      [...asked].filter((origin) => !/^(http:\/\/(localhost|127\.0\.0\.1):|null)/.test(origin)),
    ).toEqual([]);
  });
}

test('quick presses of the clicker are all counted', async ({ page }) => {
  await open(page, 4, 13);
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('PageDown');
  await standsAt(page, 4, 17);
  await page.keyboard.press('PageDown');
  await standsAt(page, 5, 39);
});

test('presses that come before the figure runs are counted as well', async ({ page }) => {
  await page.goto(`${talk}#/4`);
  // Slidev shows a slide before what is on it has been loaded.
  await slideOf(page, 4).locator('iframe').waitFor();
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('PageDown');
  await standsAt(page, 4, 16);
});

test('a slide is opened at a click, and one that is come back to stands at its end', async ({
  page,
}) => {
  await open(page, 5, 65, 1);
  await page.keyboard.press('PageUp');
  await standsAt(page, 5, 39);
  for (const frame of [17, 16, 15]) {
    await page.keyboard.press('PageUp');
    await standsAt(page, 4, frame);
  }
});

test('the deck follows a reader who steps the figure, and takes over at its end', async ({
  page,
}) => {
  await open(page, 4, 13);
  await figureOf(slideOf(page, 4)).press('ArrowRight');
  await standsAt(page, 4, 14);
  await expect(page).toHaveURL(/#\/4\?clicks=1$/);
  await stepOut(page, (slide, frame) => standsAt(page, slide, frame));
});

test('Escape gives the keys of a figure back to the deck', async ({ page }) => {
  await open(page, 2, 1);
  await figureOf(slideOf(page, 2)).focus();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  await page.keyboard.press('ArrowRight');
  await standsAt(page, 2, 3);
});

test('a figure has a sandbox around it, and the deck hears no other window', async ({ page }) => {
  await open(page, 4, 14, 1);
  const figure = slideOf(page, 4).locator('iframe');
  await expect(figure).toHaveAttribute('sandbox', 'allow-scripts allow-popups');
  expect(await figureOf(slideOf(page, 4)).evaluate(() => origin)).toBe('null');
  await page.evaluate(() => {
    postMessage({ lockstep: 1, type: 'ready', f: 0, last: 90 }, '*');
    postMessage({ lockstep: 1, type: 'edge', dir: 'next' }, '*');
  });
  for (const frame of [15, 16, 17]) {
    await page.keyboard.press('PageDown');
    await standsAt(page, 4, frame);
  }
  await page.keyboard.press('PageDown');
  await standsAt(page, 5, 39);
});

test('a figure that is left stops playing', async ({ page }) => {
  await open(page, 2, 1);
  const figure = figureOf(slideOf(page, 2));
  await page.evaluate(() => {
    const frame = document.querySelector<HTMLIFrameElement>('[data-slidev-no="2"] iframe')!;
    frame.contentWindow!.postMessage({ lockstep: 1, type: 'play' }, '*');
  });
  await expect(figure).toHaveAttribute('data-mode', 'playing');
  await page.evaluate(() => {
    location.hash = '#/6';
  });
  await standsAt(page, 6);
  await expect(figure).not.toHaveAttribute('data-mode', 'playing');
});

test('the presenter’s window steps the figures of the audience’s, and shows what comes next', async ({
  page,
  context,
}) => {
  await open(page, 2, 1);
  const presenter = await context.newPage();
  await presenter.goto(`${talk}#/presenter/2`);
  await standsAt(presenter, 2, 1);
  const upcoming = presenter.locator('[data-slidev-no="2"]').last();
  for (const [now, later] of [
    [3, 19],
    [19, 24],
  ] as const) {
    await presenter.keyboard.press('PageDown');
    await standsAt(presenter, 2, now);
    await standsAt(page, 2, now);
    await shows(upcoming, later);
  }
  await presenter.keyboard.press('PageUp');
  await standsAt(presenter, 2, 3);
  await standsAt(page, 2, 3);
});

test('a figure is as large as its slide has room for, and nothing of it is cut off', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  for (const [slide, last, clicks] of [
    [2, 33, 5],
    [3, 93, 3],
    [4, 17, 4],
    [5, 170, 3],
  ] as const) {
    await open(page, slide, last, clicks);
    const box = (await slideOf(page, slide).locator('iframe').boundingBox())!;
    expect(box.y).toBeGreaterThan(100);
    expect(box.width).toBeGreaterThan(1150);
    expect(box.y + box.height).toBeLessThan(700);
    const hidden = await figureOf(slideOf(page, slide)).evaluate(
      (root) => root.getBoundingClientRect().bottom - innerHeight,
    );
    expect(hidden, `slide ${slide}`).toBeLessThanOrEqual(1);
  }
});

/** What stands on each page of the talk's PDF, as Slidev's own exporter makes it. */
async function exported(site: string, file: string, ...more: string[]): Promise<readonly string[]> {
  const browser = findBrowser();
  if (browser) more.push('--executable-path', browser.path);
  await promisify(execFile)('npm', ['run', 'export', '--', '--output', file, ...more], {
    cwd: fileURLToPath(FOLDER),
    env: { ...process.env, VITE_LOCKSTEP_SITE: site },
  });
  return textOfPages(readFileSync(file));
}

test('Slidev’s own exporter prints every figure as it stands at its last stop', async ({
  baseURL,
}, testInfo) => {
  // The exporter brings its own server, which bundles all that a talk needs the first time.
  test.setTimeout(150_000);
  const pages = await exported(baseURL!, testInfo.outputPath('talk.pdf'));
  expect(pages).toHaveLength(6);
  // From the heading to the caption's last words.
  for (const [slide, heading, number, end] of [
    [2, 'A write is safe long before it is sorted', '33 / 45', 'acknowledged.'],
    [3, 'Every flush makes the same read dearer', '93 / 125', '19 dropped.'],
    [4, 'A merge throws away what nobody can see', '17 / 17', 'snapshot can see it.'],
    [5, 'The bill: one file down, eight files rewritten', '170 / 199', '18 dropped.'],
  ] as const) {
    for (const words of [heading, number, end]) expect(pages[slide - 1]).toContain(words);
  }
});

test('with clicks it prints a page for each stop of each figure', async ({ baseURL }, testInfo) => {
  test.setTimeout(150_000);
  const pages = await exported(baseURL!, testInfo.outputPath('clicks.pdf'), '--with-clicks');
  const frames = pages.map((text) => /(\d+) \/ \d+/.exec(text)?.[1] ?? '');
  expect(frames.join(' ').trim()).toBe('1 3 19 24 32 33 44 58 74 93 13 14 15 16 17 39 65 108 170');
  expect(pages).toHaveLength(21);
});

/** Builds a deck that has nothing but what was copied, and serves it. */
async function deckWith(code: string): Promise<{ url: string; close: () => void }> {
  const folder = fileURLToPath(new URL('.cache/copied/', FOLDER));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const fonts = 'fonts:\n  provider: none';
  writeFileSync(
    `${folder}slides.md`,
    `---\ntheme: none\nrouterMode: hash\nfavicon: "data:,"\n${fonts}\n---\n\n# A talk\n\n${code}\n---\n\n# The end\n`,
  );
  const { bin } = createRequire(new URL('package.json', FOLDER))('@slidev/cli/package.json');
  const slidev = new URL(`node_modules/@slidev/cli/${bin.slidev}`, FOLDER);
  await promisify(execFile)(
    process.execPath,
    [fileURLToPath(slidev), 'build', 'slides.md', '--base', './'],
    { cwd: folder },
  );
  const copied = createServer(sirv(`${folder}dist`));
  return { url: await listen(copied), close: () => copied.close() };
}

test('the slide that Share offers works as it is in a deck that has nothing else', async ({
  page,
}) => {
  const run = await subject();
  const start = run.last - 3;
  const shared = await FigureView.open(page, `${run.path}?f=${start}`);
  await shared.press('Share');
  await shared.root.getByLabel('Form').selectOption('slidev');
  const code = await shared.root.getByLabel(/for your own page/).inputValue();
  const { url, close } = await deckWith(code);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(url);
  await expect(slideOf(page, 1)).toBeVisible();
  await page.keyboard.press('PageDown');
  await standsAt(page, 2, start);
  // All of it can be seen, caption and all, without scrolling.
  const box = (await slideOf(page, 2).locator('iframe').boundingBox())!;
  expect(box.width).toBeGreaterThan(500);
  expect(box.y + box.height).toBeLessThan(720);
  const hidden = () =>
    figureOf(slideOf(page, 2)).evaluate(
      (root) => root.getBoundingClientRect().bottom - innerHeight,
    );
  await expect.poll(hidden).toBeLessThanOrEqual(1);
  for (const frame of [start + 1, start + 2, start + 3]) {
    await page.keyboard.press('PageDown');
    await standsAt(page, 2, frame);
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  }
  await page.keyboard.press('PageDown');
  await standsAt(page, 3);
  await page.keyboard.press('PageUp');
  await standsAt(page, 2, start + 3);
  close();
});
