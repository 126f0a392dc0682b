import type { Page } from '@playwright/test';
import { linkOf, toEnd } from './paxos.ts';
import { expect, FigureView, look as test } from './site.ts';
import { expectNoLongTask } from './tasks.ts';

/** The checker: every position of a board, a rule switched off, and the game that it finds. */

/** Starts to note each count of positions that the page shows. */
async function watchCounts(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const counts: string[] = [];
    Object.assign(window, { counts });
    new MutationObserver(() => {
      const count = document.querySelector('.meter .number')?.textContent ?? '';
      if (count !== '' && counts.at(-1) !== count) counts.push(count);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { counts: string[] }).counts);
}

const BOARD = '/embed/paxos/any-board/';
const CHECK = 'Check every position';
const verdict = (figure: FigureView) => figure.root.locator('.figure-controls').getByRole('status');
/** The count of positions found so far. */
const counted = (figure: FigureView) => figure.root.locator('.meter .number').first();
const choose = (figure: FigureView, what: string, option: string) =>
  figure.root.getByLabel(new RegExp(`^${what}`)).selectOption({ label: option });

test.describe('every position of a small board', () => {
  test('is checked in a worker, without a long task on the page', async ({ page }) => {
    const figure = await FigureView.open(page, BOARD);
    await figure.press(CHECK);
    await expect(verdict(figure)).toHaveText(
      'All 3,921 positions checked, 16 moves deep: two colours never win.',
    );
    await choose(figure, 'Ballots', '3');
    await expectNoLongTask(page, async () => {
      await figure.press(CHECK);
      await expect(verdict(figure)).toContainText('All 185,369 positions checked', {
        timeout: 30_000,
      });
    });
    expect(page.workers()).toHaveLength(1);
    await expect(counted(figure)).toHaveText('185,369');
  });

  test('is counted as it is found, without a long task on the page, and can be cancelled', async ({
    page,
  }) => {
    const figure = await FigureView.open(page, BOARD);
    await choose(figure, 'Ballots', '4');
    const counts = await watchCounts(page);
    await expectNoLongTask(page, async () => {
      await figure.press(CHECK);
      await expect(counted(figure)).toHaveText(/^\d,\d{3},\d{3}$/, { timeout: 20_000 });
      await figure.press('Cancel');
      await expect(verdict(figure)).toHaveText('Cancelled.');
      await expect(figure.button(CHECK)).toBeVisible();
    });
    const seen = (await counts()).map((count) => Number(count.replaceAll(',', '')));
    const climb = seen.slice(0, seen.findIndex((count) => count >= 1e6) + 1);
    expect(climb.length, `counts shown: ${seen}`).toBeGreaterThan(3);
    expect(climb).toEqual(climb.toSorted((a, b) => a - b));
  });

  test('one that would not fit is refused with its size, and part of it can be searched', async ({
    page,
  }) => {
    const figure = await FigureView.open(page, BOARD);
    await choose(figure, 'Members', '7');
    await choose(figure, 'Ballots', '5');
    await figure.press(CHECK);
    await expect(verdict(figure)).toContainText(
      /about \S+ states, which would take \S+ GiB and not the \S+ GiB there are/,
    );
    await figure.press('Search as far as memory goes');
    await expect(counted(figure)).not.toHaveText('0', {
      timeout: 20_000,
    });
    await figure.press('Cancel');
    await expect(verdict(figure)).toHaveText('Cancelled.');
  });

  for (const [rule, moves, found] of [
    ['Leaders propose without asking', 6, '6 moves'],
    ['A leader proposes two colours', 9, '9 moves'],
    ['Leaders ignore reported votes', 12, '12 moves'],
    ['Promises report no votes', 12, '12 moves'],
    ['Promises are not kept', 12, '12 moves'],
    // A forgetful crash is two moves at the table: gone, and back.
    ['A crash forgets', 14, '12 moves and a crash'],
    ['Copy any vote, not the highest', 17, '17 moves'],
  ] as const) {
    test(`${rule}: two colours win after ${found}, and the game is there to step`, async ({
      page,
      context,
    }) => {
      const figure = await FigureView.open(page, BOARD);
      await choose(figure, 'Rules', rule);
      await figure.press(CHECK);
      await expect(verdict(figure)).toContainText(`Two colours win after ${found}, the fewest`, {
        timeout: 20_000,
      });
      await figure.isAt(1);
      await expect(figure.tabs).toHaveCount(2);
      await expect(figure.caption).toContainText('The board is set up.');
      await expect(figure.notice).toHaveCount(0);
      await toEnd(figure);
      // The board is set up first.
      await figure.isAt(moves + 1);
      await expect(figure.notice).toHaveText(/Broken: .*[^.]\.$/);
      const link = await linkOf(figure);
      const reopened = await FigureView.open(await context.newPage(), link);
      await reopened.isAt(moves + 1);
      await expect(reopened.notice).toContainText('Broken:');
      await expect(reopened.caption).toHaveText((await figure.caption.textContent())!);
    });
  }

  test('quorums of one and two fail in ten moves, of one and three never', async ({ page }) => {
    const figure = await FigureView.open(page, BOARD);
    await choose(figure, 'Promises needed', '1');
    await figure.press(CHECK);
    await expect(verdict(figure)).toContainText('Two colours win after 10 moves');
    await expect(verdict(figure)).toContainText('without one member in both');
    await choose(figure, 'Votes needed', '3');
    await figure.press(CHECK);
    await expect(verdict(figure)).toContainText(/All [\d,]+ positions checked/);
  });
});
