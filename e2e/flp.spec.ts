import type { Locator } from '@playwright/test';
import { alert, linkOf, part, pressed } from './paxos.ts';
import { expect, FigureView, startAll, look as test } from './site.ts';

/** What a reader does as the scheduler: takes steps, guesses first, asks why, closes a loop, edits the model. */

const CRITICAL = '/embed/flp/slow-or-dead/critical/';
const GAME = '/embed/flp/lasso/';

/** The chip of an event, by its name and what would come of it. */
const chip = (figure: FigureView, words: RegExp): Locator =>
  figure.picture.getByRole('button', { name: words });

test.describe('the scheduler', () => {
  test('steps by a press: along the run, and off it onto a branch', async ({ page }) => {
    const figure = await FigureView.open(page, CRITICAL);
    await figure.isAt(3);
    await chip(figure, /^\(p0, V1\), vote arrives: then only 1 can be decided/).click();
    await figure.isAt(4);
    await expect(figure.tabs).toHaveCount(0);
    await figure.press('Back');
    await chip(figure, /^\(p0, ∅\), times out: then only 0 can be decided/).click();
    await figure.isAt(4);
    await expect(figure.tabs).toHaveCount(2);
    await expect(figure.caption).toContainText('0');
    await expect(figure.picture).toContainText('output');
  });

  test('hides what can be decided, so that one can guess first', async ({ page }) => {
    const figure = await FigureView.open(page, CRITICAL);
    await pressed(figure, 'hide');
    await expect(chip(figure, /^\(p0, V1\), vote arrives$/)).toBeVisible();
    await expect(figure.picture).not.toContainText('critical');
    await pressed(figure, 'hide');
    await expect(figure.picture).toContainText('critical');
  });

  test('plays the shortest way to a decision, and a picked configuration has its own', async ({
    page,
  }) => {
    const figure = await FigureView.open(page, '/embed/flp/slow-or-dead/');
    await expect(figure.picture).toContainText('Why both?');
    await figure.picture.locator('[data-name^="why-"], [data-name^="play-"]').first().click();
    await expect.poll(() => figure.at()).toBeGreaterThan(0);
    await expect(figure.caption).toContainText(/decides|aborts|commits/);
  });

  test('stops one process and no second one', async ({ page }) => {
    const figure = await FigureView.open(page, CRITICAL);
    await pressed(figure, 'stop-0');
    await figure.isAt(4);
    await expect(figure.caption).toContainText('nobody is told');
    await expect(figure.picture.locator('[data-name^="stop-"]')).toHaveCount(0);
    // The one event that could have settled it is gone.
    await expect(chip(figure, /^\(p0/)).toHaveCount(0);
  });

  test('is played by the keyboard: arrows go from event to event, Enter takes one', async ({
    page,
  }) => {
    const figure = await FigureView.open(page, CRITICAL);
    await part(figure, 'chip-0').focus();
    await page.keyboard.press('ArrowDown');
    await expect(part(figure, 'chip-1')).toBeFocused();
    await figure.isAt(3);
    await page.keyboard.press('Enter');
    await figure.isAt(4);
    await expect(figure.caption).toContainText('p0');
  });
});

test.describe('the graph', () => {
  test('grows by a press, is moved by the arrows, and shrinks back to where it was', async ({
    page,
  }) => {
    const figure = await FigureView.open(page, CRITICAL);
    const node = figure.picture.locator('[data-name="node-0"]');
    const box = async () => (await node.locator('circle').boundingBox())!;
    const before = await box();
    await pressed(figure, 'zoom-in');
    await expect.poll(async () => (await box()).width).toBeGreaterThan(before.width * 1.3);
    const grown = await box();
    await part(figure, 'zoom-in').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await box()).x).toBeLessThan(grown.x);
    await figure.isAt(3);
    const moved = await box();
    const picture = (await figure.picture.boundingBox())!;
    const from = { x: picture.x + picture.width - 200, y: picture.y + 200 };
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 40, from.y, { steps: 8 });
    await page.mouse.up();
    expect((await box()).x).toBeGreaterThan(moved.x + 20);
    await pressed(figure, 'zoom-out');
    await expect.poll(async () => Math.round((await box()).width)).toBe(Math.round(before.width));
    expect((await box()).x).toBeCloseTo(before.x, 0);
  });

  test('is a list as well: what can come next, to press, and where it can be reached from', async ({
    page,
  }) => {
    const figure = await FigureView.open(page, CRITICAL);
    await figure.press('Formal');
    await expect(figure.root).toContainText('V(C) = {0, 1}: C is bivalent');
    await expect(figure.root).toContainText('by (p2, ∅) from C');
    await figure.root.locator('.formal').getByRole('button', { name: '(p0, ∅)' }).click();
    await figure.isAt(4);
    await expect(figure.root).toContainText('V(C) = {0}: C is 0-valent');
  });
});

test.describe('the game', () => {
  test('calls a loop fair once it is closed, and its link opens the same game', async ({
    page,
    context,
  }) => {
    const figure = await FigureView.open(page, `${GAME}?f=begun`);
    for (let frame = 4; frame <= 9; frame += 1) {
      await expect(figure.picture).not.toContainText('A fair loop');
      await figure.press(/Step/);
      await figure.isAt(frame);
    }
    await expect(figure.picture).toContainText('A fair loop: nobody ever decides');
    await expect(figure.picture).toContainText('6 steps');

    await pressed(figure, 'stage');
    await expect(figure.tabs).toHaveCount(2);
    const at = await figure.at();
    const reopened = await FigureView.open(await context.newPage(), await linkOf(figure));
    await reopened.isAt(at);
    await expect(reopened.caption).toHaveText((await figure.caption.textContent())!);
    await expect(reopened.tabs).toHaveCount(2);
  });

  test('refuses a loop in which somebody takes no step, and says who', async ({ page }) => {
    const figure = await FigureView.open(page, '/embed/flp/autopilot/');
    for (const name of [/^\(p1, ∅\)/, /^\(p1, ∅\)/]) await chip(figure, name).click();
    await expect(figure.picture).toContainText('A loop, and not a fair one');
    await expect(figure.picture).toContainText('p0 never takes a step.');
  });

  test('lets the adversary play for as long as one likes, and it stays open', async ({ page }) => {
    const figure = await FigureView.open(page, GAME);
    for (let stage = 0; stage < 8; stage += 1) {
      const before = await figure.at();
      await pressed(figure, 'stage');
      await expect.poll(() => figure.at()).toBeGreaterThan(before);
    }
    await expect(figure.picture).not.toContainText('has decided');
    await expect(figure.picture).not.toContainText('can be decided now');
  });
});

test.describe('the edited model', () => {
  test('does not let the living be suspected, and says why', async ({ page }) => {
    const figure = await FigureView.open(page, '/embed/flp/hatch-deadlines/precommit/');
    await chip(figure, /^\(p2, ∅\), not allowed now/).click();
    await figure.isAt(4);
    await expect(alert(figure).or(figure.notice).first()).toContainText('on its way');
    await expect(figure.picture).toContainText('352');
  });

  test('counts what can come of both models', async ({ page }) => {
    const figure = await FigureView.open(page, '/embed/flp/hatch-detector/');
    await expect(figure.picture).toContainText('48,292', { timeout: 30_000 });
    await expect(figure.picture).toContainText('1,080');
  });
});

test('the article starts all its figures, and a sentence moves the one it speaks of', async ({
  page,
}) => {
  await page.goto('/articles/flp-bivalence/');
  await startAll(page);
  const figure = new FigureView(page, 'graph');
  await page.getByRole('link', { name: 'To receive it is to commit' }).click();
  await figure.isAt(3);
});
