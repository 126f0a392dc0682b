import type { Page } from '@playwright/test';
import { alert, linkOf, part, pressed, toEnd } from './paxos.ts';
import { test as apart, expect, FigureView, look as test } from './site.ts';

/** What a reader does on the Paxos boards: play, be refused, look through a member’s eyes, lose a letter. */

const QUORUM = '/embed/paxos/three-rivals/quorum/';
/** The frame of that label: R3 has heard R0, R2 and itself. */
const AT_QUORUM = 17;
const ARTICLE = '/articles/paxos-board-game/';

/** All that is drawn and said of a state. */
async function shown(figure: FigureView) {
  return {
    frame: await figure.at(),
    of: await figure.slider.getAttribute('max'),
    caption: await figure.caption.textContent(),
    tabs: await figure.tabs.allTextContents(),
    picture: (await figure.picture.innerHTML()).replaceAll(/<!--.*?-->/g, ''),
  };
}

test.describe('a move on the board', () => {
  test('that may not be made is answered in the picture and announced, and nothing moves', async ({
    page,
  }) => {
    const figure = await FigureView.open(page, QUORUM);
    await figure.isAt(AT_QUORUM);
    await pressed(figure, 'pick-0');
    await expect(figure.picture).toContainText('R3 may not propose green');
    await expect(figure.picture).toContainText('R2 reports blue in ballot 2: the highest.');
    await expect(alert(figure)).toContainText('The rule: Copy the reported vote');
    await figure.isAt(AT_QUORUM);
    await expect(figure.tabs).toHaveCount(0);

    // The one that may is the run’s own next move.
    await pressed(figure, 'pick-1');
    await figure.isAt(AT_QUORUM + 1);
    await expect(figure.tabs).toHaveCount(0);
    await expect(alert(figure)).toHaveCount(0);
    await expect(figure.picture).not.toContainText('R3 may not propose green');
  });

  test('that the run does not make opens a branch, which grows as one plays on', async ({
    page,
    context,
  }) => {
    const figure = await FigureView.open(page, QUORUM);
    await pressed(figure, 'cell-1-2');
    await figure.isAt(AT_QUORUM + 1);
    await expect(figure.tabs).toHaveCount(2);
    await expect(figure.tabs.nth(1)).toContainText('R1 votes blue in 2');
    await pressed(figure, 'cell-4-2');
    await figure.isAt(AT_QUORUM + 2);
    await expect(figure.tabs).toHaveCount(2);
    await expect(figure.caption).toContainText('blue has won');
    await expect(figure.slider).toHaveAttribute('max', String(AT_QUORUM + 2));

    // Going back keeps what was played, and playing it again makes nothing new.
    await figure.press('Back');
    await figure.isAt(AT_QUORUM + 1);
    await expect(figure.tabs).toHaveCount(2);
    await pressed(figure, 'cell-4-2');
    await figure.isAt(AT_QUORUM + 2);
    await expect(figure.tabs).toHaveCount(2);

    const link = await linkOf(figure);
    const reopened = await FigureView.open(await context.newPage(), link);
    await reopened.isAt(AT_QUORUM + 2);
    await figure.press('Share');
    expect(await shown(reopened)).toEqual(await shown(figure));
  });

  test('by keyboard alone: the arrows go from cell to cell, Enter plays, outside they step', async ({
    page,
  }) => {
    const figure = await FigureView.open(page, QUORUM);
    const here = () => page.evaluate(() => document.activeElement?.getAttribute('data-name'));
    await figure.root.focus();
    for (let i = 0; i < 20 && (await here()) !== 'cell-0-0'; i += 1)
      await page.keyboard.press('Tab');
    await expect(part(figure, 'cell-0-0')).toBeFocused();
    await expect(figure.picture.locator('[data-name^="cell-"][tabindex="0"]')).toHaveCount(1);
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft']) {
      await page.keyboard.press(key);
    }
    await expect(part(figure, 'cell-1-2')).toBeFocused();
    await figure.isAt(AT_QUORUM);
    for (const key of ['ArrowUp', 'ArrowUp', 'Enter']) await page.keyboard.press(key);
    await expect(alert(figure)).toContainText('R0 may not vote blue in ballot 2');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await figure.isAt(AT_QUORUM + 1);
    await expect(figure.tabs).toHaveCount(2);
    await expect(part(figure, 'cell-1-2')).toBeFocused();
    // Tab leaves the board with one press, wherever in it one was.
    await page.keyboard.press('Tab');
    expect((await here()) ?? '').not.toMatch(/^cell-/);
    await figure.root.focus();
    await page.keyboard.press('ArrowLeft');
    await figure.isAt(AT_QUORUM);
  });

  test('made with a pointer leaves the arrow keys to the figure', async ({ page }) => {
    const figure = await FigureView.open(page, QUORUM);
    await pressed(figure, 'cell-1-2');
    await page.keyboard.press('ArrowLeft');
    await figure.isAt(AT_QUORUM);
  });
});

test.describe('by touch', () => {
  apart.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  apart('a cell and a letter can be pressed, and a letter is large enough', async ({ page }) => {
    const figure = await FigureView.open(page, QUORUM);
    await part(figure, 'cell-1-2').tap();
    await figure.isAt(AT_QUORUM + 1);
    await expect(figure.tabs).toHaveCount(2);
    const letter = figure.picture.getByRole('button', { name: /^R4 vote blue in 2.*deliver/ });
    const box = (await letter.locator('rect').boundingBox())!;
    expect(box.height).toBeGreaterThanOrEqual(43.5);
    await letter.tap();
    await figure.isAt(AT_QUORUM + 2);
    await expect(figure.caption).toContainText('blue has won');
  });
});

test('what one member knows changes with the member that one looks through', async ({ page }) => {
  const fog = await FigureView.open(page, '/embed/paxos/by-letter/decided/');
  await expect(fog.picture).toContainText('What R0 knows');
  await expect(fog.picture).toContainText('R0 has promised or voted up to ballot 0');
  const before = await fog.picture.innerHTML();
  await pressed(fog, 'eyes-3');
  await expect(fog.picture).toContainText('What R3 knows');
  await expect(fog.picture).toContainText('R3 has promised nothing.');
  await expect(fog.picture).toContainText('nobody at the table knows it');
  expect(await fog.picture.innerHTML()).not.toBe(before);
});

test.describe('in the article', () => {
  /** A figure that waits for a press is given it. */
  async function running(page: Page, id: string): Promise<FigureView> {
    const figure = new FigureView(page, id);
    await figure.root.scrollIntoViewIfNeeded();
    const run = page.locator('[data-mount]').filter({ has: figure.root }).locator('[data-run]');
    if ((await run.count()) > 0) await run.click();
    await figure.ready();
    return figure;
  }

  test('a letter can be held, let go, copied, delivered or lost, and a held one waits', async ({
    page,
  }) => {
    await page.goto(ARTICLE);
    const figure = await running(page, 'letters');
    const start = await figure.at();
    const letter = 'letter-1a/1/0/-1';
    const verb = (name: string) => part(figure, `verb-${name}`);
    const copies = figure.picture.locator('.copies');
    await expect(verb('deliver')).toHaveCount(0);
    await pressed(figure, letter);
    await expect(figure.picture.locator('[data-name^="verb-"]')).toHaveCount(4);
    await pressed(figure, 'verb-hold');
    await figure.isAt(start + 1);
    await expect(figure.caption).toContainText('is held back');
    await pressed(figure, 'verb-deliver');
    await expect(alert(figure)).toContainText('The rule: Only a letter on its way arrives.');
    await figure.isAt(start + 1);
    await pressed(figure, 'verb-let-go');
    await expect(figure.caption).toContainText('is on its way again');
    await pressed(figure, 'verb-copy');
    await expect(copies).toHaveText('×2');
    await pressed(figure, 'verb-deliver');
    await expect(figure.caption).toContainText('R0 promises ballot 1');
    await expect(copies).toHaveCount(0);
    await pressed(figure, 'verb-lose');
    await expect(figure.caption).toContainText('is lost. Nobody is told.');
    await expect(part(figure, letter)).toHaveCount(0);
    await figure.isAt(start + 5);
    await expect(figure.tabs).toHaveCount(2);
  });

  test('a member picked out in one figure is picked out in the others', async ({ page }) => {
    await page.goto(ARTICLE);
    const board = await running(page, 'board');
    const closing = await running(page, 'close');
    const mark = (figure: FigureView) => part(figure, 'member-2').locator('.picked');
    await expect(mark(board)).toHaveCount(0);
    await pressed(board, 'member-2');
    await expect(mark(board)).toHaveCount(1);
    await expect(mark(closing)).toHaveCount(1);
    const fog = await running(page, 'fog');
    await expect(fog.picture).toContainText('What R2 knows');
    await pressed(closing, 'member-2');
    await expect(mark(board)).toHaveCount(0);
  });
});

/** Refused moves of the other figures, with what the answer has to say. */
for (const [what, path, press, words] of [
  ['fogged board', '/embed/paxos/by-letter/decided/', 'cell-0-0', 'Vote once for a proposal.'],
  ['board of the duel', '/embed/paxos/duel/one-vote-each/', 'cell-0-1', 'Keep the promise'],
  ['board of the quorums', '/embed/paxos/flexible-quorums/heard/', 'cell-1-0', 'Keep the promise'],
] as const) {
  test(`a refused press on the ${what} is announced, and nothing moves`, async ({ page }) => {
    const figure = await FigureView.open(page, path);
    const at = await figure.at();
    await pressed(figure, press);
    await expect(alert(figure)).toContainText('The rule:');
    await figure.isAt(at);
  });

  test(`a refused press on the ${what} is answered for the eye too`, async ({ page }) => {
    const figure = await FigureView.open(page, path);
    await pressed(figure, press);
    const seen = figure.root.locator('.stage, .notice').filter({ hasText: words });
    await expect(seen).toHaveCount(1);
  });
}

test('two leaders who wait decide in the end, and two who do not never do', async ({ page }) => {
  const waiting = await FigureView.open(page, '/embed/paxos/duel-backoff/');
  await expect(waiting.picture).toContainText('nothing decided');
  await toEnd(waiting);
  await expect(waiting.picture).toContainText(/begun, \d+ votes cast, decided/);
  const duel = await FigureView.open(page, '/embed/paxos/duel/');
  await toEnd(duel);
  await expect(duel.picture).toContainText('12 ballots begun, 11 votes cast, nothing decided');
});

test('the formal view names the step, and the one conjunct that a refused one breaks', async ({
  page,
}) => {
  const figure = await FigureView.open(page, QUORUM);
  await figure.press('Formal');
  const formal = figure.root.locator('.formal');
  await expect(formal).toContainText('Phase1b(R2), m.bal = 3');
  await expect(formal.getByLabel('does not hold')).toHaveCount(0);
  await pressed(figure, 'pick-0');
  await expect(formal).toContainText('Phase2a(3, green) was tried, and is not enabled.');
  await expect(formal.getByLabel('does not hold')).toHaveCount(1);
});

test('a set of the quorums can be changed before the first move, and not after', async ({
  page,
}) => {
  const quorums = await FigureView.open(page, '/embed/paxos/flexible-quorums/');
  await expect(quorums.picture).toContainText('All 3 pairs meet.');
  await pressed(quorums, 'promise-0-2');
  await quorums.isAt(1);
  await expect(quorums.picture).toContainText('1 of 3 pairs share nobody.');
  await pressed(quorums, 'pair-0-2');
  await expect(quorums.picture).toContainText('R0 and R1 can promise while R2 vote');
  const begun = await FigureView.open(page, '/embed/paxos/flexible-quorums/heard/');
  await pressed(begun, 'promise-0-2');
  await expect(alert(begun)).toContainText('The rule: Set the board up before the first move.');
});

test('a vote in the one column, and a second one is refused', async ({ page }) => {
  const figure = await FigureView.open(page, '/embed/paxos/split-vote/');
  await pressed(figure, 'cast-0-2');
  await figure.isAt(1);
  await expect(figure.tabs).toHaveCount(0);
  await pressed(figure, 'cast-1-0');
  await figure.isAt(2);
  await expect(figure.tabs).toHaveCount(2);
  await pressed(figure, 'cast-1-1');
  await figure.isAt(2);
  await expect(alert(figure)).toContainText('R1');
});

test('the log takes another turn where a reader chooses one', async ({ page }) => {
  const figure = await FigureView.open(page, '/embed/paxos/multi-paxos/');
  await figure.press('Step');
  const words = await figure.takeFirstChoice();
  await figure.isAt(2);
  await expect(figure.tabs.nth(1)).toContainText(words);
  await expect(figure.picture).toBeVisible();
});

test('a press in the log is played, or answered with the rule it breaks', async ({ page }) => {
  const figure = await FigureView.open(page, '/embed/paxos/multi-paxos/');
  for (let i = 0; i < 24; i++) await figure.press('Step');
  await pressed(figure, 'plan-3');
  await figure.isAt(24);
  await expect(alert(figure)).toContainText(
    'R1 may not propose x=4 for slot 4. The rule: Propose only when a quorum has promised.',
  );
  await expect(figure.picture).toContainText('R1 has heard 1 of the 3 promises');
  await pressed(figure, 'cell-4-6');
  await figure.isAt(25);
  await expect(figure.tabs).toHaveCount(2);
  await expect(figure.root).toContainText('R4 promises ballot 1 for every slot');
  await pressed(figure, 'submit');
  await expect(figure.root).toContainText('A client sends');
  await figure.root.getByRole('button', { name: 'Formal' }).click();
  await expect(figure.root).toContainText('Len(sent) < Len(Commands)');
});

test('a press in Fast Paxos is played, or answered with the rule it breaks', async ({ page }) => {
  const figure = await FigureView.open(page, '/embed/paxos/fast-collision/');
  for (let i = 0; i < 8; i++) await figure.press('Step');
  await pressed(figure, 'cell-0-0');
  await figure.isAt(8);
  await expect(alert(figure)).toContainText('The rule: Vote once in a ballot.');
  await pressed(figure, 'cell-0-1');
  await figure.isAt(9);
  await expect(figure.root).toContainText('R0 promises ballot 1');
  await figure.root.getByRole('button', { name: 'Formal' }).click();
  await expect(figure.root).toContainText('Phase1b');
});
