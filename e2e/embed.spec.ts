import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { representatives, subject } from './runs.ts';
import { expect, FigureView, test } from './site.ts';

test('controls=min leaves buttons and scrubber, controls=none only picture and caption', async ({
  page,
}) => {
  const run = await subject();
  let figure = await FigureView.open(page, `${run.path}?controls=min`);
  await expect(figure.button(/Step/)).toBeVisible();
  await expect(figure.button('Share')).toBeHidden();
  await expect(figure.button('What if…')).toBeHidden();
  await figure.press('Step');
  await figure.isAt(1);
  figure = await FigureView.open(page, `${run.path}?controls=none&f=2`);
  await figure.isAt(2);
  await expect(figure.picture).toBeVisible();
  await expect(figure.caption).toHaveText(run.captionAt(2));
  await expect(figure.root.getByRole('button').filter({ visible: true })).toHaveCount(0);
  // The keys still work for whoever has the focus.
  await figure.root.focus();
  await page.keyboard.press('ArrowRight');
  await figure.isAt(3);
  figure = await FigureView.open(page, `${run.path}?controls=nonsense`);
  await expect(figure.button('What if…')).toBeVisible();
});

test('with controls=none no kind of figure leaves anything to press', async ({ page }) => {
  test.setTimeout(90_000);
  for (const { path, scenario } of representatives(1)) {
    const figure = await FigureView.open(page, `${path}?controls=none&f=${scenario.poster}`);
    await expect(figure.picture).toBeVisible();
    const roles = ['button', 'slider', 'combobox', 'textbox', 'checkbox', 'radio'] as const;
    for (const role of roles) await expect(figure.root.getByRole(role), path).toHaveCount(0);
  }
});

test('theme=dark and theme=light win over the system, anything else follows it', async ({
  page,
}) => {
  const run = await subject();
  const lightness = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const seen: Record<string, string> = {};
  for (const [scheme, theme] of [
    ['light', 'dark'],
    ['dark', 'light'],
    ['dark', 'auto'],
    ['light', 'x'],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(`${run.path}?theme=${theme}`);
    seen[`${scheme}/${theme}`] = await lightness();
  }
  expect(seen['light/dark']).toBe(seen['dark/auto']);
  expect(seen['dark/light']).toBe(seen['light/x']);
  expect(seen['light/dark']).not.toBe(seen['dark/light']);
});

test('every figure runs in a sandboxed frame of another site, without storage', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(60_000);
  const framed = representatives(1);
  const frames = framed
    .map(
      ({ path }, i) =>
        `<iframe id="f${i}" src="${baseURL}${path}?f=1" width="800" height="700" sandbox="allow-scripts allow-popups" allow="fullscreen; clipboard-write"></iframe>`,
    )
    .join('');
  const host = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(
      `<!doctype html><link rel="icon" href="data:,"><title>Slides</title><body tabindex="0">${frames}`,
    );
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  try {
    await page.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}/`);
    for (const [i, { path }] of framed.entries()) {
      // Most are out of sight, where a browser tells a frame of nothing that comes near.
      const figure = page.frameLocator(`#f${i}`).locator('section.figure');
      await expect(figure, path).toHaveAttribute('data-ready', 'true', { timeout: 15_000 });
      await expect(figure).toHaveAttribute('data-frame', '1');
      expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
    }
    const figure = page.frameLocator('#f0').locator('section.figure');
    // By key: with this many frames on one page a click can meet a page that still scrolls.
    await figure.press('ArrowRight');
    await expect(figure).toHaveAttribute('data-frame', '2');
    // The keys the figure shows say how to get out again.
    await figure.press('?');
    await expect(figure.getByText('Esc gives them back to the page around it')).toBeVisible();
  } finally {
    host.close();
  }
});
