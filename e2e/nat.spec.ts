import { pressed, toEnd } from './paxos.ts';
import { expect, FigureView, look as test } from './site.ts';
import { expectNoLongTask } from './tasks.ts';

/** What a reader does with NATs: chooses them, loses packets, guesses, and takes bytes apart. */

const inFront = (figure: FigureView, side: string) =>
  figure.root.getByLabel(`In front of ${side}`, { exact: true });

test.describe('the network', () => {
  test('another kind in front of a side begins the run again, and it ends otherwise', async ({
    page,
  }) => {
    const figure = await FigureView.open(page, '/embed/nat/two-cones/');
    await inFront(figure, 'B').selectOption('symmetric');
    await expect(figure.tabs).toHaveCount(2);
    await toEnd(figure);
    await expect(figure.caption).toContainText(/gives up|No way was found/);
    await inFront(figure, 'A').selectOption('restricted-cone');
    await toEnd(figure);
    await expect(figure.caption).toContainText('at an address that nobody had offered');
  });

  test('a packet that is pressed is lost, and a row that is pressed lets nobody in', async ({
    page,
  }) => {
    const figure = await FigureView.open(page, '/embed/nat/two-cones/a-sends/');
    await figure.press('Step');
    await figure.press('Step');
    await figure.root.getByRole('button', { name: /^A’s probe: lose it/ }).click();
    await figure.root.getByRole('button', { name: 'Lose it', exact: true }).click();
    await expect(figure.caption).toContainText('dropped by hand');
    await figure.root.getByRole('button', { name: /^Expire the row for 198\.51/ }).click();
    await expect(figure.caption).toContainText('no longer lets in 198.51.100.20:40002');
  });

  test('a packet’s menu is opened and left by keys, and holds it back', async ({ page }) => {
    const figure = await FigureView.open(page, '/embed/nat/two-cones/a-sends/');
    const packet = figure.root.getByRole('button', { name: /^probe: lose it/ });
    await packet.focus();
    await page.keyboard.press('Enter');
    await expect(figure.root.getByRole('button', { name: 'Lose it', exact: true })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(packet).toBeFocused();
    await page.keyboard.press('Enter');
    await figure.root.getByRole('button', { name: 'Hold it back 100 ms' }).click();
    await expect(figure.caption).toContainText('is held back for 100 ms');
    // The keys are the figure’s again.
    await page.keyboard.press('ArrowLeft');
    await expect(figure.caption).toContainText('A’s probe leaves for');
  });

  test('a row that is looked at shows its packets', async ({ page }) => {
    const figure = await FigureView.open(page, '/embed/nat/two-cones/enters/');
    const lit = figure.root.locator('path.way.kin');
    await expect(lit).toHaveCount(0);
    // A’s probe made it, and B’s came in by it.
    await figure.root.getByRole('button', { name: /^Expire the row for 198\.51/ }).hover();
    await expect(lit).toHaveCount(2);
  });

  test('a rule is changed by itself, and the link has it', async ({ page }) => {
    const figure = await FigureView.open(page, '/embed/nat/hard-and-easy/');
    await figure.root.getByRole('button', { name: 'Rules…' }).click();
    const side = figure.root.getByRole('group', { name: 'In front of B' });
    await side.getByRole('combobox', { name: 'Lets in' }).selectOption('by address');
    await expect(figure.root.getByRole('combobox', { name: 'In front of B' })).toHaveValue(
      'changed',
    );
    await figure.root.getByRole('slider', { name: /^Frame/ }).press('End');
    await expect(figure.caption).toContainText('at an address that nobody had offered');
  });

  test('who sends first is set by a slider', async ({ page }) => {
    const figure = await FigureView.open(page, '/embed/nat/linux-first/');
    await figure.root.getByRole('slider', { name: 'Who sends first' }).fill('2');
    await expect(figure.root.locator('.lead')).toContainText('B sends 100 ms before A');
    await toEnd(figure);
    await expect(figure.caption).not.toContainText('punched holes');
  });
});

test('a cell is guessed, played, and opened packet by packet', async ({ page }) => {
  const figure = await FigureView.open(page, '/embed/nat/matrix/');
  await pressed(figure, 'cell-5-3');
  await figure.press('relayed');
  await expect(figure.caption).toContainText('they punch through');
  await expect(figure.caption).toContainText('You said relayed');
  await figure.press('See its packets');
  await page.waitForURL(/two-cones/);
  const opened = new FigureView(page);
  await opened.ready();
  await expect(inFront(opened, 'A')).toHaveValue('symmetric');
  await expect(inFront(opened, 'B')).toHaveValue('restricted-cone');
});

test('a cell that is left with the relay is opened with one, whatever the circumstances', async ({
  page,
}) => {
  const figure = await FigureView.open(page, '/embed/nat/matrix/');
  await figure.root.getByRole('combobox', { name: 'Circumstances' }).selectOption('IPv6');
  await toEnd(figure);
  await pressed(figure, 'cell-1-9');
  await figure.press('See its packets');
  await page.waitForURL(/ipv6/);
  const opened = new FigureView(page);
  await opened.ready();
  await expect(inFront(opened, 'B')).toHaveValue('udp-blocked');
  await toEnd(opened);
  await expect(opened.caption).toContainText('over the relay');
  // The server that is drawn is the one that is talked to.
  await expect(opened.picture.getByText('relay', { exact: true })).toBeVisible();
});

test('ports are guessed cell by cell, and the page answers meanwhile', async ({ page }) => {
  const figure = await FigureView.open(page, '/embed/nat/matrix/all/?f=all');
  const cells = await figure.at();
  await expectNoLongTask(page, async () => {
    await figure.press('Guess ports too');
    await expect(figure.caption).toContainText('12 more cells need no relay', { timeout: 15_000 });
  });
  expect(await figure.at()).toBeGreaterThan(cells + 20);
  await expect(figure.button('Guess ports too')).toBeDisabled();
  await figure.press('Back');
  await expect(figure.button('Guess ports too')).toBeEnabled();
});

test('any field of a message can be looked at, and a flipped bit breaks its seals', async ({
  page,
}) => {
  const figure = await FigureView.open(page, '/embed/nat/answer/');
  await figure.root.getByRole('button', { name: /^X-Address, byte 44/ }).click();
  await expect(figure.caption).toContainText('Bytes 44 to 47, X-Address');
  for (let byte = 0; byte < 4; byte += 1) await figure.press('Step');
  await expect(figure.caption).toContainText('All of it is 192.0.2.1');
});

test('more sockets are met sooner', async ({ page }) => {
  const figure = await FigureView.open(page, '/embed/nat/birthday/');
  await figure.press('1024');
  await toEnd(figure);
  await expect(figure.caption).toContainText('500 runs');
  await expect(figure.root.getByRole('button', { name: '1024' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('without UDP the talk goes back to the relay', async ({ page }) => {
  const figure = await FigureView.open(page, '/embed/nat/upgrade/directly/');
  await figure.press('Stop UDP at A');
  await expect(figure.tabs).toHaveCount(2);
  await toEnd(figure);
  await expect(figure.picture).toContainText('A: no UDP');
  await expect(figure.picture).not.toContainText('14 of 14 from B');
});

test('what stands in front of a host is found out, whatever it is', async ({ page }) => {
  const figure = await FigureView.open(page, '/embed/nat/discover-cone/verdict/');
  await expect(figure.picture).toContainText(/endpoint-independent/i);
});
