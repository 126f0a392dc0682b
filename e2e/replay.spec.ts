import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeManifest, growManifest } from '../src/topics/lsm/engine/real/manifest-writer.ts';
import { listed } from './runs.ts';
import { expect, FigureView, test } from './site.ts';
import { expectNoLongTask } from './tasks.ts';

/** The figure that opens a reader's own store, whatever scenario it stands on. */
const { path } = listed.find(({ scenario }) => scenario.figures[0] === 'Replay')!;
const SAMPLE = 'public/samples/leveldb/MANIFEST-000002';

const named = (buffer: Buffer, name = 'MANIFEST-000005') => ({
  name,
  mimeType: 'application/octet-stream',
  buffer,
});
const files = (figure: FigureView) =>
  figure.root.locator('input[type=file]:not([webkitdirectory])');

test('a MANIFEST of one’s own opens, and only on this machine', async ({ page }) => {
  const figure = await FigureView.open(page, path);
  const sent: string[] = [];
  page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()));
  await files(figure).setInputFiles(named(readFileSync(SAMPLE)));
  await expect(figure.root.getByRole('status').filter({ hasText: 'edits' })).toContainText(
    'MANIFEST-000005',
  );
  await figure.isAt(0);
  await figure.press('Step');
  await figure.isAt(1);
  await expect(figure.picture).toBeVisible();
  await figure.press('Share');
  await expect(figure.root).toContainText('no link can hold it');
  expect(sent).toEqual([]);
});

test('a MANIFEST cut short or damaged shows what comes before, and names file and byte', async ({
  page,
}) => {
  const whole = readFileSync(SAMPLE);
  const flipped = Buffer.from(whole);
  const at = Math.floor(whole.length / 2);
  flipped[at]! ^= 0xff;
  for (const bytes of [whole.subarray(0, at), flipped]) {
    const figure = await FigureView.open(page, path);
    await files(figure).setInputFiles(named(bytes));
    const failure = figure.root.locator('.figure-controls .failure').first();
    await expect(failure).toContainText(
      /MANIFEST-000005, byte \d+: .+\. What comes before it is shown\./,
    );
    const offset = Number(/byte (\d+)/.exec((await failure.textContent())!)![1]);
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(at);
    expect(offset).toBeGreaterThan(at - 40_000);
    await figure.press('Step');
    await figure.isAt(1);
  }
});

test('files that are no MANIFEST are refused in words, and the figure keeps what it showed', async ({
  page,
}) => {
  const noise = Buffer.from(Array.from({ length: 4_096 }, (_, i) => (i * 7919) % 251));
  const figure = await FigureView.open(page, path);
  await figure.press('Step');
  const foreign: readonly (readonly [Buffer, string])[] = [
    [noise, 'MANIFEST-000001'],
    [Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj'), 'MANIFEST-000001'],
    [Buffer.alloc(0), 'MANIFEST-000001'],
    [Buffer.alloc(70_000), 'MANIFEST-000001'],
    [noise, 'holiday.jpg'],
  ];
  for (const [bytes, name] of foreign) {
    await files(figure).setInputFiles(named(bytes, name));
    const alert = figure.root.locator('.figure-controls').getByRole('alert');
    await expect(alert).toContainText(/No edit could be read|There is no|no MANIFEST/i);
    if (name.startsWith('MANIFEST') && bytes.length > 0)
      await expect(alert).toContainText(/byte \d+/);
    await figure.isAt(1);
    await figure.press('Step');
    await figure.isAt(2);
    await figure.press('Back');
  }
});

test('a MANIFEST with another comparator or unknown fields is named as such', async ({ page }) => {
  const figure = await FigureView.open(page, path);
  const bytes = encodeManifest([
    { comparator: 'rocksdb.Other', pointers: [], deleted: [], added: [] },
  ]);
  await files(figure).setInputFiles(named(Buffer.from(bytes)));
  await expect(figure.root.locator('.figure-controls')).toContainText(/comparator/i);
});

/** A MANIFEST of so many bytes, on disk: what Playwright hands over is decoded in a task of the page's own. */
function manifestOf(bytes: number): string {
  const folder = join('.cache', 'e2e', `${bytes}-bytes`);
  const file = join(folder, 'MANIFEST-000005');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, growManifest(bytes, 1));
  }
  return file;
}

test.describe('ten megabytes', () => {
  let big: string;
  test.beforeAll(() => {
    big = manifestOf(10_000_000);
  });

  test('open with progress, no long task on the page, and a figure that steps', async ({
    page,
  }) => {
    test.setTimeout(90_000);
    const figure = await FigureView.open(page, path);
    await page.evaluate(() => Object.assign(window, { shares: [] }));
    await page.evaluate(() => {
      new MutationObserver(() => {
        const bar = document.querySelector('progress');
        if (bar) (window as unknown as { shares: number[] }).shares.push(bar.value);
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await expectNoLongTask(page, async () => {
      await files(figure).setInputFiles(big);
      await expect(figure.root.getByRole('status').filter({ hasText: 'edits' })).toBeVisible({
        timeout: 60_000,
      });
    });
    const shares = await page.evaluate(() => (window as unknown as { shares: number[] }).shares);
    expect(new Set(shares).size, 'progress moves').toBeGreaterThan(3);
    await expect(figure.root.getByRole('progressbar')).toHaveCount(0);
    await figure.press('Step');
    await figure.isAt(1);
    await figure.press('Later edits');
    await expect(figure.root.getByRole('spinbutton')).not.toHaveValue('1');
  });

  test('can be cancelled, and what was open stays', async ({ page }) => {
    const figure = await FigureView.open(page, path);
    await figure.press('Step');
    const caption = (await figure.caption.textContent())!;
    await files(figure).setInputFiles(big);
    await figure.press('Cancel');
    await expect(figure.root.getByRole('alert').filter({ hasText: 'Cancelled' })).toBeVisible();
    await expect(figure.root.getByRole('progressbar')).toHaveCount(0);
    await figure.isAt(1);
    await expect(figure.caption).toHaveText(caption);
  });
});

test('where there can be no worker, the page reads the file itself, in slices', async ({
  page,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'Worker'));
  const figure = await FigureView.open(page, path);
  const file = manifestOf(2_000_000);
  await expectNoLongTask(page, async () => {
    await files(figure).setInputFiles(file);
    await expect(figure.root.getByRole('status').filter({ hasText: 'edits' })).toBeVisible({
      timeout: 30_000,
    });
  });
});
