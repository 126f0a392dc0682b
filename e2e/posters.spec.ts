import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { topics } from '../src/topics.ts';
import { knownRun, representatives } from './runs.ts';
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
      const frames = Object.entries({ ...run.labels, first: 0, last: run.last });
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

test('the look of each kind of figure is the one that was accepted', async ({ baseURL }) => {
  const looks: Record<string, string> = {};
  for (const { topic, scenario } of representatives(1)) {
    const { labels } = await knownRun(topic, scenario);
    const poster = typeof scenario.poster === 'string' ? scenario.poster : 'last';
    const frame = poster in labels ? poster : 'last';
    const path = `/posters/${topic.id}/${scenario.id}/${frame}.svg`;
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
