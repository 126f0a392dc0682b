import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import * as v from 'valibot';
import { articles, listed, representatives } from './runs.ts';
import { expect, look as test } from './site.ts';

/** What https://oembed.com §2.3.4 requires of a rich response, and the rest of what it knows. */
const pixels = v.pipe(v.number(), v.integer(), v.minValue(1));
const text = v.pipe(v.string(), v.minLength(1));
const address = v.pipe(v.string(), v.url(), v.startsWith('https://'));
const Rich = v.pipe(
  v.strictObject({
    type: v.literal('rich'),
    version: v.literal('1.0'),
    html: text,
    width: pixels,
    height: pixels,
    title: v.optional(text),
    author_name: v.optional(text),
    author_url: v.optional(address),
    provider_name: v.optional(text),
    provider_url: v.optional(address),
    cache_age: v.optional(pixels),
    thumbnail_url: v.optional(address),
    thumbnail_width: v.optional(pixels),
    thumbnail_height: v.optional(pixels),
  }),
  v.check(
    ({ thumbnail_url, thumbnail_width, thumbnail_height }) =>
      new Set([thumbnail_url, thumbnail_width, thumbnail_height].map((it) => it === undefined))
        .size === 1,
    'A thumbnail has an address, a width and a height, or none of them.',
  ),
);

const DIST = 'dist';
const filesUnder = (folder: string, extension: string): string[] =>
  readdirSync(join(DIST, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => join('/', folder, name));
const fileAt = (path: string) => join(DIST, decodeURIComponent(path).replace(/\/$/, '/index.html'));
const isThere = (url: string) => existsSync(fileAt(new URL(url).pathname));

/** Every file of the site, as it was built. */
const answers = () =>
  filesUnder('oembed', '.json').map((path) => ({
    path,
    answer: v.parse(Rich, JSON.parse(readFileSync(fileAt(path), 'utf8')), { message: path }),
  }));

test('each scenario and each article has a file that the specification calls valid', () => {
  const found = answers().map(({ path }) => path);
  const wanted = [
    ...listed.map(({ path }) => path.replace(/^\/embed(.+)\/$/, '/oembed$1.json')),
    ...articles.map((path) => path.replace(/^(.+)\/$/, '/oembed$1.json')),
  ];
  expect(found.toSorted()).toEqual(wanted.toSorted());
});

test('each has the scenario’s poster as a thumbnail, and says how large it is', async () => {
  for (const { path, answer } of answers()) {
    const { thumbnail_url: url = '', thumbnail_width, thumbnail_height } = answer;
    expect(isThere(url), `${path}: ${url}`).toBe(true);
    const { format, width, height } = await sharp(fileAt(new URL(url).pathname)).metadata();
    const said = { width: thumbnail_width, height: thumbnail_height };
    expect({ format, width, height }, path).toEqual({ format: 'png', ...said });
  }
});

test('what a host is to write into its page is one frame, of a page that is there', async ({
  page,
}) => {
  const all = answers();
  const parsed = await page.evaluate(
    (texts) =>
      texts.map((html) => {
        const { body } = new DOMParser().parseFromString(html, 'text/html');
        const frame = body.querySelector('iframe')!;
        const { src, title, ...given } = Object.fromEntries(
          [...frame.attributes].map(({ name, value }) => [name, value]),
        );
        const around = { elements: body.querySelectorAll('*').length, text: body.textContent };
        return { src: src ?? '', title, rest: { ...given, ...around } };
      }),
    all.map(({ answer }) => answer.html),
  );
  for (const [i, { path, answer }] of all.entries()) {
    const { src, title, rest } = parsed[i]!;
    expect(isThere(src), src).toBe(true);
    const framed = listed.find((run) => run.path === new URL(src).pathname)!;
    expect(title).toBe(framed.scenario.title);
    if (!path.startsWith('/oembed/articles/')) expect(answer.title).toBe(framed.scenario.title);
    expect(rest, path).toEqual({
      elements: 1,
      text: '',
      width: '960',
      height: String(answer.height),
      loading: 'lazy',
      style: `width:100%;aspect-ratio:960/${answer.height};border:0`,
      allow: 'fullscreen; clipboard-write',
      sandbox: 'allow-scripts allow-popups',
    });
  }
});

test('each embedded page and each article leads to its file', () => {
  const pages = [...filesUnder('embed', '.html'), ...filesUnder('articles', '.html')];
  expect(pages.length).toBeGreaterThan(listed.length);
  for (const path of pages) {
    const html = readFileSync(join(DIST, path), 'utf8');
    const tags = [...html.matchAll(/<link[^>]*type="application\/json\+oembed"[^>]*>/g)];
    expect(tags, path).toHaveLength(1);
    const [tag] = tags[0]!;
    expect(tag).toMatch(/\brel="alternate"/);
    expect(tag).toMatch(/\btitle="[^"]+"/);
    const [, href] = /\bhref="([^"]+)"/.exec(tag)!;
    expect(isThere(href!), `${path}: ${href}`).toBe(true);
    const [, kind, first, second] = path.split('/');
    const own = kind === 'embed' ? `${first}/${second}` : `articles/${first}`;
    expect(new URL(href!).pathname, path).toBe(`/oembed/${own}.json`);
  }
});

test('the file is served as JSON that any site may read', async ({ request }) => {
  const answer = await request.get('/oembed/lsm/uniform.json');
  expect(answer.headers()['content-type']).toContain('application/json');
  expect(answer.headers()['access-control-allow-origin']).toBe('*');
});

/** Rows of a figure's own beside its picture, which are not measured ahead: the most there are. */
const BESIDE = 60;
/** The table of all pairs of NATs stands under its picture, and scrolls. */
const SCROLLS = 'nat/matrix';

test('the height that is given holds the figure', async ({ page }) => {
  const heights = new Map(answers().map(({ path, answer }) => [path, answer.height]));
  await page.setViewportSize({ width: 960, height: 700 });
  for (const { topic, scenario, path } of representatives(1)) {
    const id = `${topic.id}/${scenario.id}`;
    await page.goto(path);
    const figure = page.locator('section.figure');
    await expect(figure).toHaveAttribute('data-ready', 'true');
    const { height } = (await figure.boundingBox())!;
    const given = heights.get(`/oembed/${id}.json`)!;
    if (id === SCROLLS) continue;
    expect(height - given, id).toBeLessThan(BESIDE);
    expect(given - height, id).toBeLessThan(BESIDE);
  }
});
