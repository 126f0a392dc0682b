/**
 * Draws the pictures of the example talk that the page about slides shows, from the talk itself
 * on the built site, in a browser:
 *
 *     npm run build && npm run talk-pictures
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import { BROWSER_ARGS, ensureBrowser } from './browser.mjs';
import { serveBuilt } from './static-server.ts';

const ROOT = join(import.meta.dirname, '..');
const TALK = join(ROOT, 'examples', 'slides', 'reveal');
/** Of a slide, in CSS pixels. */
const SIZE = { width: 1280, height: 720 };
/** Of its picture, in pixels: twice as wide as it is shown. */
const WIDTH = 640;
/** Each slide and how many steps into it. */
const SHOWN = [
  [1, 0],
  [2, 2],
  [3, 0],
  [4, 4],
  [5, 0],
  [6, 0],
] as const;

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function shoot(page: Page, talk: string, slide: number, steps: number): Promise<Buffer> {
  await page.goto('about:blank');
  await page.goto(`${talk}/#/${slide - 1}`);
  if ((await page.locator('section.present iframe').count()) > 0) {
    await page.frameLocator('section.present iframe').locator('section[data-ready]').waitFor();
    await page.locator('section.present .fragment').first().waitFor({ state: 'attached' });
  }
  for (let i = 0; i < steps; i += 1) await page.keyboard.press('PageDown');
  // Until what moves in a figure has come to rest.
  await page.waitForTimeout(2000);
  const picture = await page.screenshot();
  return sharp(picture).resize(WIDTH).png({ palette: true, effort: 10 }).toBuffer();
}

if (!existsSync(join(TALK, 'node_modules'))) {
  throw new Error('The talk has no packages: run `npm install` in examples/slides/reveal.');
}
const { serveTalk } = await import(join(TALK, 'serve.mjs'));
const built = serveBuilt(join(ROOT, 'dist'));
const deck: Server = serveTalk((await listen(built)).replace('127.0.0.1', 'localhost'));
const talk = await listen(deck);
const browser = await chromium.launch({
  executablePath: await ensureBrowser((text: string) => console.log(text)),
  args: BROWSER_ARGS,
});
try {
  const page = await browser.newPage({ viewport: SIZE, reducedMotion: 'reduce' });
  const folder = join(ROOT, 'public', 'slides');
  mkdirSync(folder, { recursive: true });
  for (const [slide, steps] of SHOWN) {
    const picture = await shoot(page, talk, slide, steps);
    writeFileSync(join(folder, `talk-${slide}.png`), picture);
    console.log(`public/slides/talk-${slide}.png: ${(picture.length / 1000).toFixed(0)} kB`);
  }
} finally {
  await browser.close();
  for (const server of [built, deck]) {
    server.closeAllConnections();
    server.close();
  }
}
