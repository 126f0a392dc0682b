import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { subject } from './runs.ts';
import { expect, FigureView, test } from './site.ts';

/** A page of another site that has nothing but what was copied. */
async function pageWith(code: string): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><link rel="icon" href="data:,"><title>A blog</title><body>${code}`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

for (const form of ['iframe', 'element']) {
  test(`the code for an ${form} shows the same state on another site, as it is`, async ({
    page,
  }) => {
    const run = await subject();
    const figure = await FigureView.open(page, `${run.path}?f=5`);
    await figure.takeFirstChoice();
    const caption = (await figure.caption.textContent())!;
    await figure.press('Share');
    await figure.root.getByLabel('Form').selectOption(form);
    const code = await figure.root.getByLabel(/for your own page/).inputValue();
    const { url, server } = await pageWith(code);
    await page.goto(url);
    const framed = page.frameLocator('iframe').locator('section.figure');
    await expect(framed).toHaveAttribute('data-ready', 'true');
    await expect(framed).toHaveAttribute('data-frame', '6');
    await expect(framed.locator('.caption .words')).toHaveText(caption);
    server.close();
  });
}

test('a frame that has a poster is offered as a picture, another one is not', async ({ page }) => {
  const run = await subject();
  const [label] = Object.entries(run.labels).find(([, at]) => at > 0)!;
  const figure = await FigureView.open(page, `${run.path}${label}/`);
  await figure.press('Share');
  const form = figure.root.getByLabel('Form');
  await form.selectOption('poster');
  const code = await figure.root.getByLabel(/for your own page/).inputValue();
  const { url, server } = await pageWith(code);
  await page.goto(url);
  const picture = page.getByRole('img');
  await expect(picture).toHaveAttribute('alt', run.captionAt(run.labels[label]!));
  await expect
    .poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(500);
  server.close();
  const between = run.frames.findIndex((_, i) => i > 0 && !Object.values(run.labels).includes(i));
  const other = await FigureView.open(page, `${run.path}?f=${between}`);
  await other.press('Share');
  await expect(other.root.getByLabel('Form').locator('option[value=poster]')).toHaveCount(0);
});

test('on the page about slides a clicker steps the figure on its slide', async ({ page }) => {
  await page.goto('/slides/');
  const figure = page.frameLocator('lockstep-figure iframe').locator('section.figure');
  await expect(figure).toHaveAttribute('data-ready', 'true');
  // As tall as what is in it, and from then on nothing moves.
  const [frame, inside] = [page.locator('lockstep-figure iframe'), figure];
  await expect
    .poll(async () => {
      const [outer, inner] = [await frame.boundingBox(), await inside.boundingBox()];
      return Math.abs(outer!.height - inner!.height);
    })
    .toBeLessThan(4);
  const start = Number(await figure.getAttribute('data-frame'));
  // By key: a click can meet a page that still scrolls, with a frame of another process on it.
  for (const name of ['Next', 'Next', 'Back']) {
    await page.getByRole('button', { name, exact: true }).press('Enter');
  }
  await expect(figure).toHaveAttribute('data-frame', String(start + 1));
});
