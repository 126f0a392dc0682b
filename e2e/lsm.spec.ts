import { expect, FigureView, look as test } from './site.ts';

/** What a reader brings to the first topic's figures: a rule to break, operations to run. */

test.describe('break a rule', () => {
  for (const [rule, steps] of [
    ['Drop tombstones early', 14],
    ['Skip the log', 3],
    ['Ignore snapshots', 11],
  ] as const) {
    test(`${rule}: the shortest way to fail is found and plays`, async ({ page }) => {
      const figure = await FigureView.open(page, '/embed/lsm/resurrected/');
      await figure.root.getByLabel('Switch off a rule').selectOption({ label: rule });
      await figure.press('Find the shortest way to fail');
      await expect(figure.root.getByRole('status').filter({ hasText: 'fewest' })).toContainText(
        `Broken after ${steps} steps`,
      );
      await figure.isAt(0);
      for (let i = 0; i < steps; i++) await figure.press('Step');
      await figure.isAt(steps);
      await expect(figure.notice.first()).toHaveText(/Broken: .*[^.]\.$/);
    });
  }

  test('with the rule kept, every state is sound', async ({ page }) => {
    const figure = await FigureView.open(page, '/embed/lsm/resurrected/');
    await figure.press('Search with the rule kept');
    await expect(figure.root.getByRole('status').filter({ hasText: 'kept' })).toContainText(
      /no promise is broken in any of the \d+ states/,
    );
  });
});

test('a workload of one’s own runs, and a bad line is named by its number', async ({ page }) => {
  const figure = await FigureView.open(page, '/embed/lsm/uniform/');
  await figure.press('More');
  const operations = Array.from({ length: 40 }, (_, i) => `put,${(i * 7) % 13},500`);
  const text = [
    'op,key,valueBytes',
    ...operations.slice(0, 5),
    'putt,3,500',
    ...operations.slice(5),
  ];
  await figure.root.getByLabel(/Your own operations/).fill(text.join('\n'));
  await figure.press('Run them');
  await expect(figure.root.getByText(/^Line 7:/)).toBeVisible();
  await expect(figure.root.getByText('Running 40 operations over 13 keys')).toBeVisible();
  await figure.isAt(0);
  await figure.press('Step');
  await expect(figure.caption).toContainText('Put 0');
});
