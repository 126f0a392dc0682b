import { gzipSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import { type Column, PRESETS } from '../src/topics/crdt/engine/presets.ts';
import { alert, pressed, toEnd } from './paxos.ts';
import { expect, FigureView, look as test } from './site.ts';

/** What a reader does with texts: types into both, syncs, swaps ids, deletes wrongly, opens a recording. */

const editor = (figure: FigureView, name: string): Locator =>
  figure.root.getByLabel(`${name}’s text`);

/** Both go offline, so that what is typed stays where it is typed. */
async function openOffline(page: Page): Promise<FigureView> {
  const figure = await FigureView.open(page, '/embed/crdt/blank/');
  for (const name of ['Ada', 'Ben']) await figure.press(`${name} is online`);
  return figure;
}

/** Types a word so that its last letter comes first. */
async function typeBackwards(figure: FigureView, field: Locator, word: string): Promise<void> {
  const { page } = figure;
  await field.click();
  for (const letter of [...word].toReversed()) {
    await page.keyboard.type(letter);
    await page.keyboard.press('Home');
  }
}

/** Keeps back the logic of typing, until what this gives is called. */
async function holdTyping(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(/\/typing\.[^/]*\.js$/, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

test.describe('the editors', () => {
  test('two words typed backwards are shuffled by one algorithm and kept by the others', async ({
    page,
  }) => {
    const figure = await openOffline(page);
    const [ada, ben] = [editor(figure, 'Ada'), editor(figure, 'Ben')];
    await typeBackwards(figure, ada, 'bread');
    await typeBackwards(figure, ben, 'cakes');
    await expect(ada).toHaveValue('bread');
    await expect(ben).toHaveValue('cakes');
    await pressed(figure, 'sync');
    await toEnd(figure);
    for (const field of [ada, ben]) await expect(field).toHaveValue('cbarkeeasd');
    await expect(figure.caption).toContainText('“breadcakes” in Fugue');
    await pressed(figure, 'pane');
    for (const field of [ada, ben]) await expect(field).toHaveValue('breadcakes');
  });

  test('what is typed while online is there at once, and further typing goes on', async ({
    page,
  }) => {
    const figure = await FigureView.open(page, '/embed/crdt/blank/');
    const [ada, ben] = [editor(figure, 'Ada'), editor(figure, 'Ben')];
    await ada.click();
    await page.keyboard.type('h');
    await expect(ben).toHaveValue('h');
    await page.keyboard.type('i');
    await expect(ben).toHaveValue('hi');
    await ben.click();
    await page.keyboard.press('End');
    await page.keyboard.type('!', { delay: 60 });
    await expect(ada).toHaveValue('hi!');
    // One branch grows; not one for each letter.
    await expect(figure.tabs).toHaveCount(2);
  });

  test('what is typed before the page can take it is kept letter by letter', async ({ page }) => {
    const letThrough = await holdTyping(page);
    const figure = await openOffline(page);
    const before = await figure.at();
    const ada = editor(figure, 'Ada');
    await typeBackwards(figure, ada, 'bread');
    await expect(ada).toHaveValue('bread');
    await figure.isAt(before);
    letThrough();
    await expect(figure.caption).toContainText('types “b”');
    await expect(ada).toHaveValue('bread');
    // Typed forwards, it would be kept together by all.
    await typeBackwards(figure, editor(figure, 'Ben'), 'cakes');
    await pressed(figure, 'sync');
    await toEnd(figure);
    await expect(ada).toHaveValue('cbarkeeasd');
  });

  test('the caret stays where its reader has put it while a letter is being taken', async ({
    page,
  }) => {
    const letThrough = await holdTyping(page);
    const figure = await openOffline(page);
    const ada = editor(figure, 'Ada');
    await ada.click();
    await page.keyboard.type('d');
    await page.keyboard.press('Home');
    letThrough();
    await expect(figure.caption).toContainText('types “d”');
    await page.keyboard.type('a');
    await expect(ada).toHaveValue('ad');
  });

  test('a selection is typed over, backspace deletes, undo takes back one’s own', async ({
    page,
  }) => {
    const figure = await openOffline(page);
    const ada = editor(figure, 'Ada');
    await ada.click();
    await page.keyboard.insertText('the cat');
    await expect(figure.caption).toContainText('types “the cat”');
    await ada.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(4, 7));
    await page.keyboard.type('d');
    await expect(figure.caption).toContainText('“d” in the place of “cat”');
    await page.keyboard.type('og', { delay: 60 });
    await expect(ada).toHaveValue('the dog');
    await page.keyboard.press('Backspace');
    await expect(figure.caption).toContainText('tombstone');
    await page.keyboard.press('ControlOrMeta+z');
    await expect(ada).toHaveValue('the dog');
    await page.keyboard.press('Escape');
    await expect(figure.root).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await expect(ada).toHaveValue('the do');
  });

  test('an emoji stays whole, and a composed word is typed when it is finished', async ({
    page,
    context,
  }) => {
    const figure = await openOffline(page);
    const ada = editor(figure, 'Ada');
    await ada.click();
    await page.keyboard.insertText('👩‍👩‍👧');
    await expect(figure.caption).toContainText('👩‍👩‍👧');
    await page.keyboard.press('Backspace');
    await expect(ada).toHaveValue('');
    const before = await figure.at();
    const client = await context.newCDPSession(page);
    await client.send('Input.imeSetComposition', {
      text: 'か',
      selectionStart: 1,
      selectionEnd: 1,
    });
    await figure.isAt(before);
    await client.send('Input.insertText', { text: '仮名' });
    await expect(figure.caption).toContainText('仮名');
    await figure.isAt(before + 1);
  });

  test('one operation is delivered at a time, and one that comes early waits', async ({ page }) => {
    const figure = await openOffline(page);
    await editor(figure, 'Ada').click();
    await page.keyboard.insertText('abc');
    await expect(figure.caption).toContainText('types “abc”');
    await figure.press('Deliver one operation from Ada to Ben');
    await expect(editor(figure, 'Ben')).toHaveValue('a');
    await figure.press('What if…');
    await figure.root
      .getByRole('button', { name: 'Deliver Ada’s operation 3 from Ada to Ben now' })
      .click();
    await expect(figure.caption).toContainText('It waits');
    await expect(editor(figure, 'Ben')).toHaveValue('a');
    await figure.press('Deliver one operation from Ada to Ben');
    await expect(editor(figure, 'Ben')).toHaveValue('abc');
  });
});

/** As the editors go through them; the last is RGA, which reads as a causal tree does. */
const COLUMNS: readonly Column[] = ['causal-tree', 'fugue', 'fugue-max', 'yata', 'causal-tree'];
const SHOWN: readonly (readonly [scenario: string, preset: string])[] = [
  ['forward', 'forward'],
  ['backward', 'backward'],
  ['shopping-lists', 'prepended-lists'],
  ['laptop-and-phone', 'laptop-and-phone'],
  ['figure-6', 'figure-6-words'],
  ['figure-7', 'figure-7'],
  ['figure-7-words', 'figure-7-words'],
];

for (const [scenario, preset] of SHOWN) {
  test(`${scenario} ends on the page as the preset says, in every algorithm`, async ({ page }) => {
    const figure = await FigureView.open(page, `/embed/crdt/${scenario}/merged/`);
    const { texts } = PRESETS.find(({ id }) => id === preset)!;
    for (const column of COLUMNS) {
      await expect(editor(figure, 'Ada')).toHaveValue(texts[column]);
      await pressed(figure, 'pane');
    }
  });
}

test('swapped ids swap what ties decide, and the picture has every order', async ({ page }) => {
  const figure = await FigureView.open(page, '/embed/crdt/backward-swapped/merged/');
  await expect(editor(figure, 'Ada')).toHaveValue('cbarkeeasd');
  await pressed(figure, 'order-10');
  await expect(editor(figure, 'Ada')).toHaveValue('bcraekaeds');
  await expect(figure.picture).toContainText('breadcakes');
});

test('each step of a merge is said, and marked in the list', async ({ page }) => {
  const figure = await FigureView.open(page, '/embed/crdt/merge-fugue/offline/');
  await figure.press('Step');
  await expect(figure.caption).toHaveText('Ben’s “m” reaches Ada. The left origin is the start.');
  for (let i = 0; i < 3; i += 1) await figure.press('Step');
  await expect(figure.caption).toContainText('Id B > A: “m” goes behind “a”');
  await expect(figure.picture).toContainText('Compare with sibling 1');
});

test('a letter that is pointed at is lit in both trees', async ({ page }) => {
  const figure = await FigureView.open(page, '/embed/crdt/backward/last-letter/');
  // The fourth of the causal tree’s: the first is what the frame is about.
  await figure.picture.locator('[data-name^="letter-"]').nth(3).hover();
  await expect(figure.picture.locator('.ring.lit')).toHaveCount(2);
});

test('a wrong way to delete is searched for its shortest failure, and played', async ({ page }) => {
  const figure = await FigureView.open(page, '/embed/crdt/delete-drop-children/');
  await figure.press('Find the shortest failure');
  const play = figure.root.getByRole('button', { name: /^Play it/ }).first();
  await expect(play).toBeVisible({ timeout: 60_000 });
  await play.click();
  await toEnd(figure);
  await figure.isAt(3);
  await expect(figure.notice).toContainText('Broken');
});

test.describe('a recording', () => {
  const txns = [...'hello'].map((letter, i) => ({ patches: [[i, 0, letter]] }));
  const trace = { startContent: '', endContent: 'hello', txns };
  const file = (content: unknown, name = 'mine.json.gz') => ({
    name,
    mimeType: 'application/gzip',
    buffer: gzipSync(JSON.stringify(content)),
  });

  test('is opened, stepped, and typed in at its end', async ({ page }) => {
    const figure = await FigureView.open(page, '/embed/crdt/long-text/');
    await figure.root.getByLabel('Open a trace…').setInputFiles(file(trace));
    await expect(figure.root.getByRole('status').first()).toContainText('the very text');
    await figure.isAt(0);
    await toEnd(figure);
    const field = figure.root.getByLabel('The text, to be typed in');
    await expect(field).toHaveValue('hello');
    await field.focus();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('!');
    await expect(figure.caption).toContainText('You type “!” at 5, in a text of 6 letters');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowLeft');
    await expect(field).toHaveValue('hello');
  });

  test('that is none says what is wrong, and leaves the figure as it is', async ({ page }) => {
    const figure = await FigureView.open(page, '/embed/crdt/long-text/half/');
    const before = await figure.at();
    const bad = { ...trace, txns: [...txns, { patches: [[99, 0, '?']] }] };
    await figure.root.getByLabel('Open a trace…').setInputFiles(file(bad));
    await expect(alert(figure)).toContainText('Transaction 5');
    await figure.isAt(before);
  });
});
