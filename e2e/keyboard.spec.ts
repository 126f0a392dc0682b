import { subject } from './runs.ts';
import { expect, FigureView, look as test } from './site.ts';

test('with the keyboard alone: reach the figure, step, jump, play, read the keys, leave', async ({
  page,
}) => {
  const run = await subject();
  const figure = await FigureView.open(page, run.path);
  for (
    let i = 0;
    i < 10 && !(await figure.root.evaluate((e) => e === document.activeElement));
    i++
  ) {
    await page.keyboard.press('Tab');
  }
  await expect(figure.root).toBeFocused();
  const outline = await figure.root.evaluate((e) => getComputedStyle(e).outlineStyle);
  expect(outline).toBe('solid');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await figure.isAt(2);
  await page.keyboard.press('ArrowLeft');
  await figure.isAt(1);
  await page.keyboard.press('End');
  await figure.isAt(run.last);
  await page.keyboard.press('Home');
  await figure.isAt(0);
  await page.keyboard.press('Space');
  await figure.mode('playing');
  await page.keyboard.press('Space');
  await figure.mode('paused');
  await page.keyboard.press('?');
  await expect(figure.root.getByText('The keys work while the figure has focus')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(figure.root.getByText('The keys work while the figure has focus')).toHaveCount(0);
  await expect(figure.root).toBeFocused();

  // Every control can be reached, in an order that follows the page.
  const reached: string[] = [];
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const e = document.activeElement;
      return e?.getAttribute('aria-label') ?? e?.textContent?.trim() ?? '';
    });
    reached.push(name);
  }
  for (const control of ['Share', 'More', 'First frame', 'Play', 'Step', 'Frame', 'What if…']) {
    expect(reached).toContain(control);
  }
});

test('a button keeps Space for itself, and the arrows still step', async ({ page }) => {
  const run = await subject();
  const figure = await FigureView.open(page, run.path);
  await figure.button(/Step/).focus();
  await page.keyboard.press('Space');
  await figure.isAt(1);
  await page.keyboard.press('ArrowRight');
  await figure.isAt(2);
});

test('keys that it handles stay inside, all others pass, and without focus it hears none', async ({
  page,
}) => {
  const run = await subject();
  const figure = await FigureView.open(page, run.path);
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    window.addEventListener('keydown', (e) =>
      heard.push(`${e.key}${e.defaultPrevented ? '!' : ''}`),
    );
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  await figure.root.focus();
  for (const key of [
    'ArrowRight',
    'Home',
    'j',
    'PageDown',
    'Control+ArrowRight',
    'ArrowDown',
    'Enter',
  ]) {
    await page.keyboard.press(key);
  }
  expect(await heard()).toEqual(['j', 'PageDown', 'Control', 'ArrowRight', 'ArrowDown', 'Enter']);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  const before = await figure.at();
  for (const key of ['ArrowRight', 'End', 'Space']) await page.keyboard.press(key);
  expect(await figure.at()).toBe(before);
  await figure.mode('paused');
});

test('a figure takes no focus when the page loads', async ({ page }) => {
  const run = await subject();
  await FigureView.open(page, `${run.path}?f=3`);
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  await page.goto('/');
  await new FigureView(
    page,
    (await page.locator('section.figure').first().getAttribute('id'))!,
  ).ready();
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
});

test('the skip link leads to the text', async ({ page }) => {
  await page.goto('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the text' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Skip to the text' })).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#main$/);
});

test('captions are spoken once per stop: silent while playing, and only where a scrub rests', async ({
  page,
}) => {
  const run = await subject();
  const figure = await FigureView.open(page, run.path);
  await expect(figure.spoken).toHaveText('');
  await figure.press('Step');
  await expect(figure.spoken).toHaveText(`Frame 1 of ${run.last}. ${run.captionAt(1)}`);
  await page.evaluate(() => {
    const live = document.querySelector('[aria-live=polite]')!;
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver(() => said.push(live.textContent!)).observe(live, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said);
  await figure.press(/^Speed/);
  await figure.press(/^Speed/);
  await figure.press('Play');
  await page.waitForTimeout(1_200);
  expect(await figure.at()).toBeGreaterThan(3);
  expect(await said()).toEqual([]);
  await figure.press('Pause');
  const paused = await figure.at();
  await expect(figure.spoken).toHaveText(
    `Frame ${paused} of ${run.last}. ${run.captionAt(paused)}`,
  );
  const soFar = (await said()).length;
  const box = (await figure.slider.boundingBox())!;
  await page.mouse.move(box.x + 9, box.y + 14);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 14, { steps: 15 });
  expect((await said()).length).toBe(soFar);
  await page.mouse.up();
  const rest = await figure.at();
  await expect(figure.spoken).toHaveText(`Frame ${rest} of ${run.last}. ${run.captionAt(rest)}`);
  expect((await said()).length).toBe(soFar + 1);
});
