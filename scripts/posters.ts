/**
 * Draws the picture that a link to an article shows elsewhere, from the built
 * site: the poster frame of the scenario that the article names, and its title.
 *
 *     npm run build && npm run posters
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { topics } from '../src/topics.ts';
import { BROWSER_ARGS, ensureBrowser } from './browser.mjs';
import { serveBuilt } from './static-server.ts';

/** What Open Graph asks for, in CSS pixels. */
export const SIZE = { width: 1200, height: 630 };
/** Messengers leave larger ones out. */
export const MAX_BYTES = 200_000;

/** An article's poster, as its frontmatter names it. */
export interface Poster {
  readonly slug: string;
  readonly topic: string;
  readonly scenario: string;
  /** Where `Article.astro` expects it, from the root. */
  readonly path: string;
}

/** The posters that the articles under `root` need. Throws naming an article that names none. */
export function postersOf(root: string): readonly Poster[] {
  const articles = readdirSync(join(root, 'content')).filter((name) => name.endsWith('.mdx'));
  return articles.map((name) => {
    const [, frontmatter = ''] = readFileSync(join(root, 'content', name), 'utf8').split(/^---$/m);
    const topic = /^topic: *([\w-]+)/m.exec(frontmatter)?.[1];
    const scenario = /^poster:[^}]*\bscenario: *([\w-]+)/m.exec(frontmatter)?.[1];
    if (!topic || !scenario) throw new Error(`content/${name} names no topic or no poster.`);
    const path = join('public', 'og', `${topic}-${scenario}.png`);
    return { slug: name.replace(/\.mdx$/, ''), topic, scenario, path };
  });
}

/** Width and height that a PNG's header gives. Throws where the bytes are no PNG. */
export function pngSize(bytes: Buffer): { readonly width: number; readonly height: number } {
  const signature = '89504e470d0a1a0a';
  if (bytes.subarray(0, 8).toString('hex') !== signature) throw new Error('This is not a PNG.');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function posterFrame({ topic, scenario }: Poster): string {
  const found = topics.find((t) => t.id === topic)?.scenarios.find((s) => s.id === scenario);
  if (!found) throw new Error(`There is no scenario ${topic}/${scenario}.`);
  return String(found.poster);
}

/** Takes the page apart and puts the picture and the title onto a card. */
async function layOutCard(page: Page, title: string): Promise<void> {
  await page.addStyleTag({
    content: `
      body { margin: 0; background: var(--paper); }
      .og { box-sizing: border-box; width: ${SIZE.width}px; height: ${SIZE.height}px; padding: 44px 56px 40px;
        display: flex; flex-direction: column; justify-content: space-between; overflow: hidden; }
      .og .room { flex: 1; min-height: 0; display: flex; align-items: center; justify-content: center; }
      .og .room .stage { padding: 0; flex: none; }
      .og .words { display: flex; align-items: baseline; gap: 40px; border-top: 1px solid var(--rule); padding-top: 26px; margin-top: 30px; }
      .og h1 { font: 600 42px/1.15 var(--serif); letter-spacing: -0.022em; margin: 0 auto 0 0; color: var(--ink); text-wrap: balance; }
      .og .site { font: 600 24px/1 var(--sans); color: var(--accent); margin: 0; }`,
  });
  await page.evaluate((text) => {
    const stage = document.querySelector<HTMLElement>('section.figure .stage')!;
    const card = Object.assign(document.createElement('div'), { className: 'og' });
    const room = Object.assign(document.createElement('div'), { className: 'room' });
    const words = Object.assign(document.createElement('div'), { className: 'words' });
    const name = Object.assign(document.createElement('h1'), { textContent: text });
    const site = Object.assign(document.createElement('p'), {
      className: 'site',
      textContent: 'Lockstep',
    });
    room.append(stage);
    words.append(name, site);
    card.append(room, words);
    document.body.replaceChildren(card);
  }, title);
}

/**
 * A stage lays itself out for the width it is given. Tries widths and keeps the
 * one at which the picture fills its room best, enlarged to fit.
 */
async function fitStage(page: Page): Promise<void> {
  const widths = Array.from({ length: 14 }, (_, i) => 560 + i * 40);
  const layOut = async (width: number) => {
    await page.evaluate((w) => {
      document.querySelector<HTMLElement>('.og .stage')!.style.cssText = `width: ${w}px`;
    }, width);
    await page.waitForFunction(
      (w) => document.querySelector<SVGSVGElement>('.og svg.picture')?.viewBox.baseVal.width === w,
      width,
    );
    return page.evaluate(() => {
      const room = document.querySelector('.og .room')!.getBoundingClientRect();
      const drawn = document.querySelector('.og svg.picture')!.getBoundingClientRect();
      const scale = Math.min(room.width / drawn.width, room.height / drawn.height);
      return { scale, filled: drawn.width * drawn.height * scale ** 2 };
    });
  };
  let best = { width: 0, scale: 1, filled: 0 };
  for (const width of widths) {
    const tried = await layOut(width);
    if (tried.filled > best.filled) best = { width, ...tried };
  }
  await layOut(best.width);
  await page.evaluate((scale) => {
    document.querySelector<HTMLElement>('.og .stage')!.style.transform = `scale(${scale})`;
  }, best.scale);
}

async function drawPoster(page: Page, origin: string, poster: Poster): Promise<Buffer> {
  await page.goto(`${origin}/articles/${poster.slug}/`);
  const title = (await page.locator('h1').first().textContent())!.trim();
  const frame = encodeURIComponent(posterFrame(poster));
  await page.goto(
    `${origin}/embed/${poster.topic}/${poster.scenario}/?f=${frame}&theme=light&motion=off`,
  );
  await page.locator('section.figure[data-ready]').waitFor();
  await layOutCard(page, title);
  await page.evaluate(() => document.fonts.ready);
  await fitStage(page);
  return page.screenshot({ type: 'png', animations: 'disabled' });
}

async function main(): Promise<void> {
  const root = join(import.meta.dirname, '..');
  if (!existsSync(join(root, 'dist', 'index.html'))) {
    throw new Error('There is no built site. Run npm run build first.');
  }
  const server = serveBuilt(join(root, 'dist')).listen(0);
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({
    executablePath: ensureBrowser((text: string) => console.log(text)),
    args: BROWSER_ARGS,
  });
  try {
    const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
    mkdirSync(join(root, 'public', 'og'), { recursive: true });
    for (const poster of postersOf(root)) {
      const picture = await drawPoster(page, `http://localhost:${port}`, poster);
      if (picture.length > MAX_BYTES) {
        throw new Error(`${poster.path} came out at ${picture.length} bytes.`);
      }
      writeFileSync(join(root, poster.path), picture);
      console.log(`${poster.path}: ${(picture.length / 1000).toFixed(0)} kB`);
    }
  } finally {
    await browser.close();
    server.close();
  }
}

if (import.meta.main) await main();
