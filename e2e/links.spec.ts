import { encodeRun } from '../src/lab/link.ts';
import { articles, subject } from './runs.ts';
import { expect, FigureView, test } from './site.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

async function copiedLink(figure: FigureView): Promise<string> {
  await figure.press('Share');
  await figure.press('Copy link');
  await expect(figure.root.getByText('Link copied.')).toBeVisible();
  return figure.page.evaluate(() => navigator.clipboard.readText());
}

/** What two views of one state must have in common: all that is drawn and said. */
async function shown(figure: FigureView) {
  return {
    frame: await figure.at(),
    of: await figure.slider.getAttribute('max'),
    caption: await figure.caption.textContent(),
    tabs: await figure.tabs.allTextContents(),
    selected: await figure.root.getByRole('tab', { selected: true }).allTextContents(),
    picture: (await figure.picture.innerHTML()).replaceAll(/<!--.*?-->/g, ''),
  };
}

test('a copied link opens the same frame of the same branch, on an embed page', async ({
  page,
  context,
}) => {
  const run = await subject();
  const figure = await FigureView.open(page, `${run.path}?f=10`);
  await figure.takeFirstChoice();
  for (let i = 0; i < 3; i++) await figure.press('Step');
  const link = await copiedLink(figure);
  const before = await shown(figure);
  expect(before.frame).toBe(14);
  const other = await context.newPage();
  const reopened = await FigureView.open(other, link);
  await expect(reopened.tabs).toHaveCount(2);
  expect(await shown(reopened)).toEqual(before);
});

for (const path of articles) {
  test(`a copied link opens the same state of a figure in ${path}`, async ({ page, context }) => {
    await page.goto(path);
    const id = (await page.locator('section.figure').first().getAttribute('id'))!;
    const figure = new FigureView(page, id);
    await figure.ready();
    await figure.press('First frame');
    for (let i = 0; i < 2; i++) await figure.press('Step');
    await figure.takeFirstChoice();
    // Where the run's course ends with what one did oneself, there is nothing to step to.
    const step = figure.root.getByRole('button', { name: 'Step', exact: true });
    if (await step.isEnabled()) await step.click();
    const link = await copiedLink(figure);
    expect(new URL(link).pathname).toBe(path);
    const before = await shown(figure);
    const reopened = await FigureView.open(await context.newPage(), link, id);
    await expect(reopened.tabs).toHaveCount(2);
    expect(await shown(reopened)).toEqual(before);
    await expect(reopened.root).toBeInViewport();
  });
}

test('a link by label opens the frame of that name', async ({ page }) => {
  const run = await subject();
  for (const [label, frame] of Object.entries(run.labels).slice(0, 2)) {
    const figure = await FigureView.open(page, `${run.path}?v=1&f=${label}`);
    await figure.isAt(frame);
    await expect(figure.caption).toHaveText(run.captionAt(frame));
    await expect(figure.notice).toHaveCount(0);
  }
});

test('each bad link opens the first frame and says what is wrong with it', async ({ page }) => {
  const run = await subject();
  const { id, seed } = run.scenario;
  const good = encodeRun({
    scenario: id,
    seed,
    deviations: [{ at: 0, action: { type: 'nonsense' } }],
  });
  const beyond = encodeRun({
    scenario: id,
    seed,
    deviations: [{ at: 1_000_000, action: run.frames[1]!.action }],
  });
  const cases: readonly (readonly [string, RegExp])[] = [
    ['v=9&f=3', /version 9/],
    ['v=1&f=3&a=%%%', /damaged/],
    [`v=1&f=3&a=${good.slice(0, -6)}`, /damaged|not a run/],
    [`v=1&f=3&a=${'A'.repeat(2_000)}`, /longer than 1500/],
    [`v=1&f=3&a=${good}`, /not an action of this figure/],
    [`v=1&f=3&a=${beyond}`, /run ends at frame/],
    ['v=1&f=no-such-label', /no frame is called “no-such-label”/],
    [`v=1&f=${run.last + 1}`, /there is no frame/],
    ['v=1&f=-1', /no frame is called/],
    ['f=%3Cimg src=x onerror=alert(1)%3E', /no frame is called/],
  ];
  for (const [search, words] of cases) {
    const figure = await FigureView.open(page, `${run.path}?${search}`);
    await expect(figure.notice, search).toHaveText(words);
    await expect(figure.notice).toHaveText(/could not be followed/);
    await figure.isAt(0);
    await expect(figure.caption).toHaveText(run.captionAt(0));
  }
  // The notice goes with the next step.
  const figure = await FigureView.open(page, `${run.path}?v=9`);
  await figure.press('Step');
  await figure.isAt(1);
  await expect(figure.notice).toHaveCount(0);
});

test('an action that breaks the engine’s rules is refused in the engine’s words', async ({
  page,
}) => {
  const run = await subject();
  const { engine, id, seed } = run.scenario;
  // The first action of the run that was not yet legal at its start.
  const later = run.frames.find((f) => f.action && engine.explain(run.frames[0]!.state, f.action))!;
  const reason = engine.explain(run.frames[0]!.state, later.action)!;
  const text = encodeRun({ scenario: id, seed, deviations: [{ at: 0, action: later.action }] });
  const figure = await FigureView.open(page, `${run.path}?v=1&f=1&a=${text}`);
  await expect(figure.notice).toContainText(reason.replace(/\.$/, ''));
  await figure.isAt(0);
});

test('the embed code holds the frame and the branch, and its address works', async ({ page }) => {
  const run = await subject();
  const figure = await FigureView.open(page, `${run.path}?f=5`);
  await figure.takeFirstChoice();
  await figure.press('Share');
  const code = await figure.root.getByLabel(/for your own page/).inputValue();
  const source = /src="([^"]+)"/.exec(code)![1]!.replaceAll('&amp;', '&');
  const caption = (await figure.caption.textContent())!;
  const opened = await FigureView.open(page, source);
  await opened.isAt(6);
  await expect(opened.caption).toHaveText(caption);
});
