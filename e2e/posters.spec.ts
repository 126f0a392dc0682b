import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { CARD, MAX_BYTES } from '../scripts/pictures/card.ts';
import { pngSizeOf, posterFrames } from '../src/lab/posters.ts';
import { topics } from '../src/topics.ts';
import { articles, knownRun, listed, representatives } from './runs.ts';
import { expect, test } from './site.ts';

/** Looks of posters that somebody has looked at. Set UPDATE_POSTERS to write them anew, and look. */
const ACCEPTED = join(import.meta.dirname, 'posters.json');

const sourceOf = async (baseURL: string, path: string): Promise<string> => {
  const response = await fetch(`${baseURL}${path}`);
  expect(response.headers.get('content-type'), path).toContain('image/svg+xml');
  return response.text();
};

for (const topic of topics) {
  test(`every poster of ${topic.id} is a file of its own that says what it shows`, async ({
    page,
    baseURL,
  }) => {
    test.setTimeout(120_000);
    await page.goto('/404.html');
    for (const scenario of topic.scenarios) {
      const run = await knownRun(topic, scenario);
      const frames = Object.entries(posterFrames(run.scenario, run.frames).frames);
      const folder = `/posters/${topic.id}/${scenario.id}`;
      const sources = await Promise.all(
        frames.map(([frame]) => sourceOf(baseURL!, `${folder}/${frame}.svg`)),
      );
      const found = await page.evaluate(
        (texts) =>
          texts.map((text) => {
            const { documentElement: svg } = new DOMParser().parseFromString(text, 'image/svg+xml');
            return {
              root: svg.nodeName,
              title: svg.querySelector('title')?.textContent,
              drawn: svg.querySelectorAll('path, rect, circle, line, text').length,
              outside: svg.querySelectorAll('[href], image, script, foreignObject').length,
            };
          }),
        // Their letters are long, and no part of how they are made.
        sources.map((source) => source.replaceAll(/@font-face\{[^}]*\}/g, '')),
      );
      for (const [i, [frame, index]] of frames.entries()) {
        const [path, poster] = [`${folder}/${frame}`, found[i]!];
        expect(poster, path).toMatchObject({ root: 'svg', outside: 0 });
        expect(poster.title, path).toBe(`${scenario.title}: ${run.captionAt(index)}`);
        expect(poster.drawn, path).toBeGreaterThan(4);
        expect(sources[i]!.match(/url\((?!data:|#|"?data:)[^)]*\)/g), path).toBeNull();
      }
    }
  });
}

test('a poster is drawn with its own letters and colours, in both themes', async ({
  page,
  baseURL,
  noise,
}) => {
  // A browser asks for one where a file cannot say which.
  noise.allow(/favicon\.ico/);
  const { topic, scenario } = representatives(1)[0]!;
  const path = `/posters/${topic.id}/${scenario.id}/first.svg`;
  const papers: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${baseURL}${path}`);
    papers.push(
      await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor),
    );
    const fonts = await page.evaluate(async () => {
      await document.fonts.ready;
      return [...document.fonts].filter(({ status }) => status === 'loaded').length;
    });
    expect(fonts).toBeGreaterThan(0);
  }
  expect(papers[0]).not.toBe(papers[1]);
});

test('a poster in a dark deck is dark if that says so, whatever the reader’s system is', async ({
  page,
  baseURL,
}) => {
  const { topic, scenario } = representatives(1)[0]!;
  const source = `${baseURL}/posters/${topic.id}/${scenario.id}/first.svg`;
  const papers: string[] = [];
  for (const scheme of ['normal', 'dark']) {
    await page.setContent(
      `<title>A deck</title><img alt="" src="${source}" width="900" style="color-scheme:${scheme}">`,
    );
    await expect(page.locator('img')).toHaveJSProperty('complete', true);
    const drawn = sharp(await page.locator('img').screenshot());
    const corner = await drawn.extract({ left: 4, top: 4, width: 1, height: 1 }).raw().toBuffer();
    papers.push(corner[0]! > 128 ? 'light' : 'dark');
  }
  expect(papers).toEqual(['light', 'dark']);
});

test('the look of each kind of figure is the one that was accepted', async ({ baseURL }) => {
  const looks: Record<string, string> = {};
  for (const { topic, scenario } of representatives(1)) {
    const run = await knownRun(topic, scenario);
    const { poster } = posterFrames(run.scenario, run.frames);
    const path = `/posters/${topic.id}/${scenario.id}/${poster}.svg`;
    // Its letters come from a library: what that makes of them may change with a version.
    const look = (await sourceOf(baseURL!, path)).replaceAll(/@font-face\{[^}]*\}/g, '');
    looks[path] = createHash('sha256').update(look).digest('hex').slice(0, 16);
  }
  if (process.env.UPDATE_POSTERS) {
    writeFileSync(ACCEPTED, `${JSON.stringify(looks, null, 2)}\n`);
  }
  const accepted = JSON.parse(readFileSync(ACCEPTED, 'utf8')) as Record<string, string>;
  expect(looks, 'look at what has changed, then run this with UPDATE_POSTERS=1').toEqual(accepted);
});

const DIST = 'dist';

/** What the poster of each scenario is called in the built site, without an ending. */
async function posterPaths(of: typeof listed): Promise<readonly string[]> {
  return Promise.all(
    of.map(async ({ topic, scenario }) => {
      const run = await knownRun(topic, scenario);
      const { poster } = posterFrames(run.scenario, run.frames);
      return join(DIST, 'posters', topic.id, scenario.id, poster);
    }),
  );
}

test('each poster that a page names is a PNG as well, of its shape', async () => {
  const folder = join(DIST, 'posters');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const named = (ending: string) =>
    files.filter((name) => name.endsWith(ending)).map((name) => join(folder, name.slice(0, -4)));
  const drawn = new Set(named('.png'));
  const linked = await posterPaths(listed);
  expect(linked.filter((path) => !drawn.has(path))).toEqual([]);
  // `npm test` builds these and no others, `npm run build` all, in both themes.
  if (drawn.size > linked.length) {
    const all = named('.svg').flatMap((path) => [path, `${path}.dark`]);
    expect([...drawn].toSorted()).toEqual(all.toSorted());
  }
  for (const path of drawn) {
    const { format, width, height } = await sharp(`${path}.png`).metadata();
    const size = pngSizeOf(readFileSync(`${path.replace(/\.dark$/, '')}.svg`, 'utf8'));
    expect({ width, height, format }, path).toEqual({ ...size, format: 'png' });
  }
});

/** How many colours there are, and which share of the pixels the commonest has. */
async function coloursOf(path: string) {
  const image = sharp(path).removeAlpha().raw();
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 3) {
    const colour = data.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return { colours: counts.size, common: Math.max(...counts.values()) / info.width / info.height };
}

test('each kind of figure is on its PNG', async () => {
  for (const path of await posterPaths(representatives(1))) {
    const { colours, common } = await coloursOf(`${path}.png`);
    expect(colours, path).toBeGreaterThan(30);
    expect(common, path).toBeLessThan(0.99);
  }
});

test('each article has a card for previews, of the size and weight asked for', async () => {
  for (const article of articles) {
    const html = readFileSync(join(DIST, article, 'index.html'), 'utf8');
    const [, address] = /<meta property="og:image" content="([^"]+)"/.exec(html)!;
    const path = join(DIST, new URL(address!).pathname);
    const { format, width, height } = await sharp(path).metadata();
    expect({ format, width, height }, path).toEqual({ format: 'png', ...CARD });
    expect(readFileSync(path).length, path).toBeLessThan(MAX_BYTES);
    expect((await coloursOf(path)).colours, path).toBeGreaterThan(100);
  }
  const left = readdirSync(join(DIST, 'og')).filter((name) => !name.endsWith('.png'));
  expect(left).toEqual([]);
});
