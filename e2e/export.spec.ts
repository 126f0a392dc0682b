import { readFileSync } from 'node:fs';
import type { Download } from '@playwright/test';
import { representatives, subject } from './runs.ts';
import { expect, FigureView, look as test } from './site.ts';

async function exported(figure: FigureView, name: string): Promise<Download> {
  const [download] = await Promise.all([figure.page.waitForEvent('download'), figure.press(name)]);
  return download;
}

for (const { topic, scenario, path } of representatives(1)) {
  test(`${topic.id}/${scenario.id} exports a picture that stands alone`, async ({ page }) => {
    const figure = await FigureView.open(page, `${path}?f=${scenario.poster}`);
    await figure.press('More');
    const file = await exported(figure, 'Export SVG');
    expect(file.suggestedFilename()).toMatch(/^[\w-]+-\d+\.svg$/);
    const svg = readFileSync(await file.path(), 'utf8');
    const caption = (await figure.caption.textContent())!;
    const found = await page.evaluate(async (text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      const all = [...parsed.querySelectorAll('*')];
      const image = new Image();
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
      await image.decode();
      return {
        malformed: parsed.querySelector('parsererror')?.textContent ?? null,
        root: parsed.documentElement.nodeName,
        namespace: parsed.documentElement.namespaceURI,
        title: parsed.querySelector('svg > title')?.textContent,
        classes: all.filter((e) => e.hasAttribute('class')).map((e) => e.outerHTML.slice(0, 80)),
        variables: /var\(--/.test(text),
        foreign: all.filter((e) => /^https?:/.test(e.getAttribute('href') ?? '')).length,
        width: image.width,
        height: image.height,
      };
    }, svg);
    expect(found).toMatchObject({
      malformed: null,
      root: 'svg',
      namespace: 'http://www.w3.org/2000/svg',
      title: caption,
      classes: [],
      variables: false,
      foreign: 0,
    });
    expect(found.width).toBeGreaterThan(300);
    expect(found.height).toBeGreaterThan(100);
  });
}

test('PNG is 1,920 pixels wide and not blank, and JSON holds every action and caption', async ({
  page,
}) => {
  const run = await subject();
  const figure = await FigureView.open(page, `${run.path}?f=12`);
  await figure.takeFirstChoice();
  await figure.press('More');
  const png = readFileSync(await (await exported(figure, 'Export PNG')).path());
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(1920);
  expect(png.readUInt32BE(20)).toBeGreaterThan(300);
  expect(png.length).toBeGreaterThan(20_000);
  const json = await exported(figure, 'Export run as JSON');
  const document = JSON.parse(readFileSync(await json.path(), 'utf8'));
  expect(document).toMatchObject({ lockstep: 1, scenario: run.scenario.id, frame: 13 });
  expect(document.run.deviations).toHaveLength(1);
  expect(document.frames).toHaveLength(Number(await figure.slider.getAttribute('max')) + 1);
  expect(document.frames[5].caption).toBe(run.captionAt(5));
  await expect(figure.root.getByRole('status')).toHaveText(/^Saved .+\.json\.$/);
});

test('the list has every frame with its caption, and moves the figure', async ({ page }) => {
  const run = await subject();
  const figure = await FigureView.open(page, run.path);
  await figure.press('More');
  await figure.press('Show as list');
  const list = figure.root.getByRole('region', { name: 'All frames as a list' });
  const rows = list.locator('tbody tr');
  await expect(rows).toHaveCount(Math.min(200, run.frames.length));
  await expect(rows.nth(7)).toContainText(run.captionAt(7));
  await list.getByRole('button', { name: '7', exact: true }).click();
  await figure.isAt(7);
  await expect(rows.nth(7)).toHaveAttribute('aria-current', 'true');
  if (run.frames.length > 200) {
    await list.getByRole('button', { name: /^Show \d+ more/ }).click();
    await expect(rows).toHaveCount(Math.min(400, run.frames.length));
  }
});

test('Expand fills the window, and Escape and Shrink give it back', async ({ page }) => {
  const run = await subject();
  const figure = await FigureView.open(page, run.path);
  await figure.press('Expand');
  await expect(figure.root).toHaveClass(/expanded/);
  const { width } = (await figure.root.boundingBox())!;
  expect(width).toBeGreaterThanOrEqual(1279);
  await figure.press('Shrink');
  await expect(figure.root).not.toHaveClass(/expanded/);
});
