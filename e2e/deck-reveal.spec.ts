import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { KEYS, stepOut, walk } from './decks.ts';
import { textOfPages } from './pdf-text.ts';
import { subject } from './runs.ts';
import { expect, FigureView, test } from './site.ts';

/** The talk of examples/slides/reveal on the real reveal.js, from another origin than the site. */
const FOLDER = new URL('../examples/slides/reveal/', import.meta.url);
test.skip(
  !existsSync(new URL('node_modules/reveal.js', FOLDER)),
  'The talk’s own packages are not installed: run `npm install` in examples/slides/reveal.',
);
test.describe.configure({ timeout: 90_000 });

let server: Server;
let talk: string;
test.beforeAll(async ({ baseURL }) => {
  const { serveTalk } = await import(new URL('serve.mjs', FOLDER).href);
  server = serveTalk(baseURL);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  talk = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
test.afterAll(() => {
  server?.closeAllConnections();
  server?.close();
});

const FRAMES_OF = 'section.present iframe';
const figureOf = (page: Page) => page.frameLocator(FRAMES_OF).locator('section.figure');

/** The slide, from 1, and the frame that its figure shows. */
async function standsAt(page: Page, slide: number, frame?: number): Promise<void> {
  await expect(page.locator('.slides > section').nth(slide - 1)).toHaveClass(/present/);
  if (frame === undefined) return;
  const figure = figureOf(page);
  await expect(figure).toHaveAttribute('data-ready', 'true', { timeout: 15_000 });
  await expect(figure).toHaveAttribute('data-frame', String(frame));
}

/** Opens a slide, from 1, and waits until the deck knows its figure. */
async function open(page: Page, slide: number, frame: number, query = ''): Promise<void> {
  await page.goto(`${talk}${query}#/${slide - 1}`);
  await standsAt(page, slide, frame);
  await expect(page.locator('section.present .fragment').first()).toBeAttached();
}

/** A page of a test's own beside the talk, with the talk's reveal.js at hand. */
function serveToo(path: string, html: string): void {
  server.prependListener('request', (request, response) => {
    if (request.url !== path) return;
    response.setHeader('Content-Type', 'text/html;charset=utf-8');
    response.end(html);
  });
}

for (const keys of KEYS) {
  test(`${keys[0]} walks through every figure and on, and ${keys[1]} all the way back`, async ({
    page,
  }) => {
    await page.goto(talk);
    await walk(page, keys, async (slide, frame) => {
      await standsAt(page, slide, frame);
      if (frame !== undefined) {
        await expect(page.locator('section.present .fragment').first()).toBeAttached();
      }
    });
  });
}

test('quick presses of the clicker are all counted', async ({ page }) => {
  await open(page, 4, 13);
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('PageDown');
  await standsAt(page, 4, 17);
  await page.keyboard.press('PageDown');
  await standsAt(page, 5, 39);
});

test('a deck that is joined after its figures are ready hears of them all the same', async ({
  page,
}) => {
  const plain = await (await fetch(talk)).text();
  const late = plain
    .replace('[Notes, Lockstep]', '[Notes]')
    .replace('Reveal.initialize({', 'window.join = () => Lockstep(Reveal); $&');
  serveToo('/late.html', late);
  await page.goto(`${talk}late.html#/3`);
  await standsAt(page, 4, 13);
  await expect(page.locator('section.present .fragment')).toHaveCount(0);
  await page.evaluate(() => (window as unknown as { join(): void }).join());
  await expect(page.locator('section.present .fragment').first()).toBeAttached();
  await page.keyboard.press('PageDown');
  await standsAt(page, 4, 14);
});

test('the slide that Share offers works in a deck as it is', async ({ page }) => {
  const run = await subject();
  const figure = await FigureView.open(page, `${run.path}?f=5`);
  await figure.press('Share');
  await figure.root.getByLabel('Form').selectOption('reveal');
  const slide = await figure.root.getByLabel(/for your own page/).inputValue();
  const parts = 'node_modules/reveal.js/dist';
  serveToo(
    '/shared.html',
    `<!doctype html><link rel="icon" href="data:,"><title>A deck</title>
    <link rel="stylesheet" href="${parts}/reveal.css">
    <div class="reveal"><div class="slides">
      <section><h1>Before</h1></section>${slide}<section><h1>After</h1></section>
    </div></div>
    <script src="${parts}/reveal.js"></script><script>Reveal.initialize();</script>`,
  );
  await page.goto(`${talk}shared.html`);
  await page.keyboard.press('PageDown');
  await standsAt(page, 2, 5);
  await expect(page.locator('section.present .fragment').first()).toBeAttached();
  await page.keyboard.press('PageDown');
  await standsAt(page, 2, 6);
  await page.keyboard.press('PageUp');
  await page.keyboard.press('PageUp');
  await standsAt(page, 1);
});

test('a slide that is come back to without having been seen stands at its end', async ({
  page,
}) => {
  await page.goto(`${talk}#/4`);
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
  await figureOf(page).press('ArrowRight');
  await standsAt(page, 4, 14);
  await expect(page.locator('section.present .fragment.visible')).toHaveCount(1);
  await stepOut(page, (slide, frame) => standsAt(page, slide, frame));
});

test('past its first frame a figure with the focus hands back to the deck', async ({ page }) => {
  await open(page, 4, 13);
  await figureOf(page).press('PageUp');
  await standsAt(page, 3, 93);
});

test('Escape gives the keys of a figure back to the deck', async ({ page }) => {
  await open(page, 2, 1);
  await figureOf(page).focus();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  await page.keyboard.press('ArrowRight');
  await standsAt(page, 2, 3);
});

test('in the overview keys go from slide to slide and leave figures alone', async ({ page }) => {
  await open(page, 2, 1);
  await page.keyboard.press('PageDown');
  await standsAt(page, 2, 3);
  await page.keyboard.press('o');
  await page.keyboard.press('ArrowRight');
  await standsAt(page, 3);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('o');
  await standsAt(page, 2, 33);
});

test('a figure that is left stops playing', async ({ page }) => {
  await open(page, 2, 1);
  await page.evaluate(() => {
    const figure = document.querySelector('lockstep-figure') as unknown as { play(): void };
    figure.play();
  });
  const figure = page.frameLocator('lockstep-figure iframe').first().locator('section.figure');
  await expect(figure).toHaveAttribute('data-mode', 'playing');
  await page.evaluate(() => {
    location.hash = '#/5';
  });
  await standsAt(page, 6);
  await expect(figure).not.toHaveAttribute('data-mode', 'playing');
});

test('<lockstep-figure> follows its attributes and says what happens in it', async ({ page }) => {
  await open(page, 2, 1);
  const heard = await page.evaluate(async () => {
    const figure = document.querySelector('lockstep-figure') as HTMLElement & {
      step(by?: number): void;
      goto(f: number | string): void;
    };
    const next = (type: string) =>
      new Promise<Record<string, unknown>>((resolve) => {
        figure.addEventListener(`lockstep-${type}`, (e) => resolve((e as CustomEvent).detail), {
          once: true,
        });
      });
    const all: unknown[] = [];
    let said = next('frame');
    figure.step(2);
    all.push((await said).f);
    said = next('frame');
    figure.setAttribute('frame', 'rotated');
    all.push((await said).label);
    said = next('error');
    figure.goto('nowhere');
    all.push((await said).code);
    // Moved in its document it loads anew, and what is asked meanwhile waits.
    const ready = next('ready');
    figure.parentElement!.append(figure);
    figure.setAttribute('theme', 'dark');
    all.push((await ready).frames);
    return all;
  });
  expect(heard.slice(1)).toEqual(['rotated', 'frame', 46]);
  await expect(page.frameLocator(FRAMES_OF).locator('html')).toHaveAttribute('data-theme', 'dark');
  const { inside, outside } = await heights(page);
  expect(Math.abs(inside - outside)).toBeLessThanOrEqual(2);
});

async function heights(page: Page) {
  const inside = await figureOf(page).evaluate((root) => root.getBoundingClientRect().height);
  const outside = await page.locator(FRAMES_OF).evaluate((f) => (f as HTMLElement).offsetHeight);
  return { inside, outside };
}

test('the speaker view shows the frame on the screen and the one that comes next', async ({
  page,
}) => {
  await open(page, 2, 1);
  await page.keyboard.press('PageDown');
  await standsAt(page, 2, 3);
  const [speaker] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('s')]);
  const preview = (name: string) =>
    speaker.frameLocator(`#${name}-slide > iframe`).frameLocator(FRAMES_OF);
  const shows = (name: string, frame: number) =>
    expect(preview(name).locator('section.figure')).toHaveAttribute('data-frame', String(frame), {
      timeout: 20_000,
    });
  // What comes next is there from the next step on: reveal.js does not wait for that preview.
  await shows('current', 3);
  await page.keyboard.press('PageDown');
  await standsAt(page, 2, 19);
  await shows('current', 19);
  await shows('upcoming', 24);
  // The clicker may be plugged into the machine that shows the notes.
  await speaker.keyboard.press('PageDown');
  await standsAt(page, 2, 24);
  await shows('current', 24);
  await speaker.close();
  await page.keyboard.press('PageUp');
  await standsAt(page, 2, 19);
});

test('the talk prints with every figure in it', async ({ page }) => {
  await page.goto(`${talk}?print-pdf`);
  const pages = page.locator('.pdf-page');
  await expect(pages).toHaveCount(6);
  await page.emulateMedia({ media: 'print' });
  // The frames that they open at, as the site's own pages draw them.
  const printed = [
    [2, '1 / 45', 'so that a crash cannot lose it.'],
    [3, '44 / 125', 'after looking in 4 places.'],
    [4, '13 / ', 'with 1 of level 1.'],
    [5, '39 / 199', 'with 8 of level 2.'],
  ] as const;
  for (const [slide, number] of printed) {
    const inside = pages.nth(slide - 1).frameLocator('iframe');
    const picture = inside.locator('.stage svg.picture').filter({ visible: true }).first();
    await expect(picture, `slide ${slide}`).toBeVisible({ timeout: 15_000 });
    await expect(inside.locator('.caption')).toContainText(number);
  }
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const texts = await textOfPages(pdf);
  expect(texts).toHaveLength(6);
  for (const [slide, number, end] of printed) {
    for (const words of [number, end]) expect(texts[slide - 1]).toContain(words);
  }
});

test('what the last slide says is what the gauges of the figure before it read', async ({
  page,
}) => {
  await page.goto(`${talk}#/5`);
  const said = await page.locator('.prices b').allTextContents();
  await page.keyboard.press('PageUp');
  await standsAt(page, 5, 170);
  for (const number of said) {
    await expect(figureOf(page).locator('.stage')).toContainText(number.replace('×', ''));
  }
});
