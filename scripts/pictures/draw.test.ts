import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CARD, cardOf, linesOf } from './card.ts';
import { eachOf, openStudio } from './draw.ts';

const root = join(import.meta.dirname, '..', '..');
let folder: string;
beforeAll(() => {
  mkdirSync(join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(join(root, '.cache', 'pictures-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SIZE = { width: 200, height: 100 };
const svgOf = (colour: string, text = 'Lock') =>
  `<svg xmlns="http://www.w3.org/2000/svg" class="p" viewBox="0 0 100 50"><title>T</title><style>:root{--c:${colour};--sans:"Inter Variable"}svg.p{background:#fff}rect{fill:var(--c)}text{font-family:var(--sans);font-weight:650}</style><rect width="50" height="50"/><text x="52" y="30">${text}</text></svg>`;

/** The colour of one pixel, and how many there are in the right half. */
async function look(png: Buffer, x: number, y: number) {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  const at = (i: number, j: number) =>
    [...data.subarray((j * info.width + i) * info.channels).subarray(0, 3)].join(' ');
  const shades = new Set<string>();
  for (let i = info.width / 2 + 2; i < info.width; i++) {
    for (let j = 0; j < info.height; j++) shades.add(at(i, j));
  }
  return { pixel: at(x, y), shades: shades.size, width: info.width, height: info.height };
}

test('a picture has its size, its colours and its letters', async () => {
  const studio = openStudio(folder);
  const png = await studio.draw(svgOf('#f00'), SIZE, 'exact');
  const found = await look(png, 20, 20);
  expect(found).toMatchObject({ ...SIZE, pixel: '255 0 0' });
  expect(found.shades).toBeGreaterThan(10);
});

test('a picture that is known is not drawn again, by this build or by the next', async () => {
  const studio = openStudio(folder);
  const first = await studio.draw(svgOf('#0f0'), SIZE, 'palette');
  expect(await studio.draw(svgOf('#0f0'), SIZE, 'palette')).toEqual(first);
  expect(studio.counts).toEqual({ asked: 2, drawn: 1 });
  const next = openStudio(folder);
  expect(await next.draw(svgOf('#0f0'), SIZE, 'palette')).toEqual(first);
  expect(next.counts).toEqual({ asked: 1, drawn: 0 });
});

test('a picture that has changed is drawn, and so is one of another size', async () => {
  const studio = openStudio(folder);
  await studio.draw(svgOf('#00f'), SIZE, 'palette');
  await studio.draw(svgOf('#00f', 'step'), SIZE, 'palette');
  await studio.draw(svgOf('#00f'), { width: 400, height: 200 }, 'palette');
  await studio.draw(svgOf('#00f'), SIZE, 'exact');
  expect(studio.counts).toEqual({ asked: 4, drawn: 4 });
});

test('a picture that two ask for at once is drawn once', async () => {
  const studio = openStudio(folder);
  const both = ['one', 'two'].map((name) =>
    studio.draw(svgOf('#0ff').replace('<title>T', `<title>${name}`), SIZE, 'palette'),
  );
  const [one, two] = await Promise.all(both);
  expect(one).toEqual(two);
  expect(studio.counts).toEqual({ asked: 2, drawn: 1 });
});

test('fonts for browsers make no other picture', async () => {
  const studio = openStudio(folder);
  const plain = svgOf('#ff0');
  await studio.draw(plain, SIZE, 'palette');
  const face = '<style>@font-face{font-family:"X";src:url(data:font/woff2;base64,AAAA)}';
  await studio.draw(plain.replace('<style>', face), SIZE, 'palette');
  expect(studio.counts.drawn).toBe(1);
});

test('signs that the text’s own font lacks are drawn, beside letters in that font', async () => {
  const studio = openStudio(folder);
  const [word, arrow] = await Promise.all(
    ['il', 'il→'].map((text) => studio.draw(svgOf('#fff', text), SIZE, 'exact')),
  );
  const strip = (png: Buffer) =>
    sharp(png).extract({ left: 100, top: 0, width: 16, height: 100 }).raw().toBuffer();
  expect(await strip(arrow!)).toEqual(await strip(word!));
  expect(arrow).not.toEqual(word);
});

test('a card has the picture above the title', async () => {
  const card = cardOf(svgOf('#f00'), ':root{--paper:#fff;--ink:#000;--rule:#ccc;--accent:#00f}');
  const found = await look(await openStudio(folder).draw(card, CARD, 'exact'), 2, 2);
  expect(found).toMatchObject({ ...CARD, pixel: '255 255 255' });
  expect(card).toContain('>T</text>');
  expect(() => cardOf('<svg viewBox="0 0 1 1"></svg>', '')).toThrow('has no title');
});

test('a long title has lines that are about as long as each other', () => {
  expect(linesOf('Paxos is a board game')).toEqual(['Paxos is a board game']);
  const lines = linesOf('What two processes cannot know about each other when nothing arrives');
  expect(lines).toHaveLength(2);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(46);
});

test('work on many is done once with each', async () => {
  const done: number[] = [];
  await eachOf([1, 2, 3, 4, 5, 6, 7], async (n) => {
    await Promise.resolve();
    done.push(n);
  });
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
});
