import { knownRun, listed, subject } from './runs.ts';
import { expect, FigureView, look as test } from './site.ts';

test('step and back move by one frame, and the caption is the engine’s', async ({ page }) => {
  const run = await subject();
  const figure = await FigureView.open(page, run.path);
  await figure.isAt(0);
  await expect(figure.button('Back')).toBeDisabled();
  for (const frame of [1, 2, 3]) {
    await figure.press('Step');
    await figure.isAt(frame);
    await expect(figure.caption).toHaveText(run.captionAt(frame));
  }
  await figure.press('Back');
  await figure.isAt(2);
  await expect(figure.caption).toHaveText(run.captionAt(2));
});

for (const { topic, scenario, path } of listed) {
  test(`${topic.id}/${scenario.id} runs from its first frame to its last`, async ({ page }) => {
    const run = await knownRun(topic, scenario);
    const figure = await FigureView.open(page, path);
    await expect(figure.caption).toHaveText(run.captionAt(0));
    await figure.root.focus();
    await page.keyboard.press('End');
    await figure.isAt(run.last);
    await expect(figure.caption).toHaveText(run.captionAt(run.last));
    await expect(figure.button(/Step/)).toBeDisabled();
    await figure.mode('ended');
    // Frames in between, as many as a reader would look at, and each draws something.
    for (const share of [0.25, 0.5, 0.75]) {
      const frame = Math.round(run.last * share);
      await figure.slider.fill(String(frame));
      await figure.isAt(frame);
      await expect(figure.caption).toHaveText(run.captionAt(frame));
      // Some are worked out before they can be drawn.
      await expect
        .poll(() => figure.picture.locator('rect, path, circle, text').count())
        .toBeGreaterThan(3);
    }
    await figure.press('First frame');
    await figure.isAt(0);
  });
}

test('the scrubber follows a drag and stays where it is let go', async ({ page }) => {
  const run = await subject();
  const figure = await FigureView.open(page, run.path);
  const box = (await figure.slider.boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 9, y);
  await page.mouse.down();
  const seen = new Set<number>();
  for (const share of [0.2, 0.4, 0.6]) {
    await page.mouse.move(box.x + box.width * share, y, { steps: 4 });
    seen.add(await figure.at());
    await figure.mode('scrubbing');
  }
  expect(seen.size).toBe(3);
  await page.mouse.up();
  await figure.mode('paused');
  const frame = await figure.at();
  expect(frame / run.last).toBeGreaterThan(0.55);
  expect(frame / run.last).toBeLessThan(0.65);
  await expect(figure.caption).toHaveText(run.captionAt(frame));
});

test('the scrubber has the slider’s own keys, a value in words, and no step of two', async ({
  page,
}) => {
  const run = await subject();
  const figure = await FigureView.open(page, run.path);
  await figure.slider.focus();
  await page.keyboard.press('ArrowRight');
  await figure.isAt(1);
  await expect(figure.slider).toHaveAttribute(
    'aria-valuetext',
    `1 of ${run.last}. ${run.captionAt(1)}`,
  );
  await page.keyboard.press('PageUp');
  expect(await figure.at()).toBeGreaterThan(1);
  await page.keyboard.press('End');
  await figure.isAt(run.last);
  await page.keyboard.press('Home');
  await figure.isAt(0);
});

test('play goes on by itself, pauses, ends at the last frame and starts over from there', async ({
  page,
}) => {
  const run = await subject();
  const figure = await FigureView.open(page, `${run.path}?f=${run.last - 3}`);
  await figure.isAt(run.last - 3);
  await figure.press('Play');
  await figure.mode('playing');
  await expect.poll(() => figure.at()).toBeGreaterThan(run.last - 3);
  await figure.press('Pause');
  await figure.mode('paused');
  const paused = await figure.at();
  await page.waitForTimeout(1_000);
  await figure.isAt(paused);
  await figure.press(/^Speed/);
  await figure.press('Play');
  await figure.mode('ended');
  await figure.isAt(run.last);
  await figure.press('Play');
  await figure.mode('playing');
  expect(await figure.at()).toBeLessThan(5);
});

test('speed goes round, and play keeps to it', async ({ page }) => {
  const run = await subject();
  const figure = await FigureView.open(page, run.path);
  const speed = figure.button(/^Speed/);
  await expect(speed).toHaveText('1×');
  const seen: string[] = [];
  for (let i = 0; i < 5; i++) {
    await speed.click();
    seen.push((await speed.textContent())!.trim());
  }
  expect(seen).toEqual(['2×', '4×', '8×', '0.5×', '1×']);
  for (let i = 0; i < 3; i++) await speed.click();
  await figure.press('Play');
  // Ten frames a second at 8×; at 1× there would be two at most.
  await page.waitForTimeout(1_500);
  expect(await figure.at()).toBeGreaterThan(6);
});

test('a coarser grain steps to its own stops', async ({ page }) => {
  const run = await subject();
  const { engine } = run.scenario;
  const figure = await FigureView.open(page, run.path);
  const select = figure.root.getByLabel('Step by');
  const grain = engine.grains.length - 1;
  await select.selectOption(String(grain));
  const stops = run.frames.filter((f) => f.index > 0 && engine.grain(f.events) >= grain);
  for (const stop of stops.slice(0, 3)) {
    await figure.press('Step');
    await figure.isAt(stop.index);
  }
  await figure.press('Back');
  await figure.isAt(stops[1]!.index);
  await select.selectOption('0');
  await figure.press('Step');
  await figure.isAt(stops[1]!.index + 1);
});

test('a figure that nobody sees does not play on', async ({ page }) => {
  const run = await subject();
  const figure = await FigureView.open(page, run.path);
  await figure.press('Play');
  await figure.mode('playing');
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await figure.mode('paused');
  await page.evaluate(() => Reflect.deleteProperty(document, 'hidden'));
  await figure.press('Play');
  await figure.mode('playing');
  await page.evaluate(() => {
    document.body.style.paddingTop = '3000px';
  });
  await figure.mode('paused');
});
