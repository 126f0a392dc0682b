import { subject } from './runs.ts';
import { expect, FigureView, look as test } from './site.ts';

test('a what-if forks the run, keeps the old future as a tab, and marks where it forked', async ({
  page,
}) => {
  const run = await subject();
  const fork = Math.floor(run.last / 3);
  const figure = await FigureView.open(page, `${run.path}?f=${fork}`);
  const words = await figure.takeFirstChoice();
  await figure.isAt(fork + 1);
  await expect(figure.tabs).toHaveCount(2);
  await expect(figure.tabs.nth(0)).toHaveText('Main line');
  await expect(figure.tabs.nth(1)).toContainText(words);
  await expect(figure.tabs.nth(1)).toContainText(`from ${fork}`);
  await expect(figure.tabs.nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(figure.root.locator('.fork')).toBeVisible();
  const slider = (await figure.slider.boundingBox())!;
  const mark = (await figure.root.locator('.fork').boundingBox())!;
  const last = Number(await figure.slider.getAttribute('max'));
  expect((mark.x - slider.x) / slider.width).toBeCloseTo(fork / last, 1);

  // The main line is as it was.
  await figure.tabs.nth(0).click();
  await figure.isAt(fork + 1);
  await expect(figure.caption).toHaveText(run.captionAt(fork + 1));
  await expect(figure.root.locator('.fork')).toHaveCount(0);

  // Arrows move between tabs, not between frames.
  await figure.tabs.nth(0).focus();
  await page.keyboard.press('ArrowRight');
  await expect(figure.tabs.nth(1)).toBeFocused();
  await expect(figure.tabs.nth(1)).toHaveAttribute('aria-selected', 'true');

  await figure.press('Close this branch');
  await expect(figure.tabs).toHaveCount(0);
  await figure.isAt(fork + 1);
  await expect(figure.caption).toHaveText(run.captionAt(fork + 1));
});

test('a what-if of a what-if, and closing the first closes both', async ({ page }) => {
  const run = await subject();
  const figure = await FigureView.open(page, `${run.path}?f=4`);
  await figure.takeFirstChoice();
  await figure.press('Step');
  await figure.takeFirstChoice();
  await expect(figure.tabs).toHaveCount(3);
  await figure.tabs.nth(1).click();
  await figure.press('Close this branch');
  await expect(figure.tabs).toHaveCount(0);
});

test('Compare shows the other branch at the same frame', async ({ page }) => {
  const run = await subject();
  const fork = Math.floor(run.last / 3);
  const figure = await FigureView.open(page, `${run.path}?f=${fork}`);
  const compare = figure.button('Compare');
  await expect(compare).toBeDisabled();
  await figure.takeFirstChoice();
  await compare.click();
  await expect(compare).toHaveAttribute('aria-pressed', 'true');
  const opposite = figure.root.locator('.opposite');
  await expect(opposite.locator('svg.picture').filter({ visible: true }).first()).toBeVisible();
  await expect(opposite).toContainText('Main line');
  await expect(opposite.locator('p.said')).toHaveText(run.captionAt(fork + 1));
  await figure.press('Step');
  await expect(opposite.locator('p.said')).toHaveText(run.captionAt(fork + 2));
  await compare.click();
  await expect(opposite).toHaveCount(0);
});

test('leaving the choice changes nothing, and focus is not lost', async ({ page }) => {
  const run = await subject();
  const figure = await FigureView.open(page, `${run.path}?f=7`);
  const open = figure.button('What if…');
  await open.click();
  await expect(open).toHaveAttribute('aria-expanded', 'true');
  const choices = figure.root.getByRole('group', { name: 'What if' });
  await expect(choices.getByRole('button').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(choices).toHaveCount(0);
  await expect(figure.root).toBeFocused();
  await figure.isAt(7);
  await expect(figure.tabs).toHaveCount(0);
});

test('choosing another scenario starts it from its first frame', async ({ page }) => {
  const run = await subject();
  const figure = await FigureView.open(page, `${run.path}?f=9`);
  const menu = figure.root.getByLabel('Scenario');
  const other = run.topic.scenarios.find(
    (s) => s.id !== run.scenario.id && s.figures.includes(run.scenario.figures[0]!),
  )!;
  await menu.selectOption(other.id);
  await figure.isAt(0);
  const { engine, config, seed } = other;
  await expect(figure.caption).toHaveText(engine.caption(engine.init(config, seed), []));
});
