import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { plainPages, representatives, subject } from './runs.ts';
import { expect, FigureView, startAll, look as test } from './site.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** In both themes; of the dark one only what colours decide, since all else is the same page. */
async function clean(page: Page, where: string): Promise<void> {
  await judge(where, axe(page).withTags(TAGS));
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => page.evaluate(() => document.getAnimations().length)).toBe(0);
  await judge(`${where}, dark`, axe(page).withRules(['color-contrast']));
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Without frames of other sites to ask, it needs no page of its own to gather in. */
const axe = (page: Page) => new AxeBuilder({ page }).setLegacyMode();

async function judge(where: string, builder: AxeBuilder): Promise<void> {
  const { violations } = await builder.analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes
      .slice(0, 3)
      .map((n) => `${n.target.join(' ')}: ${n.failureSummary?.slice(0, 200)}`),
  }));
  expect(found, where).toEqual([]);
}

for (const path of [...plainPages, '/404.html']) {
  test(`axe finds nothing on ${path}`, async ({ page }) => {
    await page.goto(path);
    await startAll(page);
    await clean(page, path);
  });
}

// What axe reads is the figure's; more of its scenarios would tell the same.
for (const { path, scenario } of representatives(1)) {
  test(`axe finds nothing on ${path}`, async ({ page }) => {
    await FigureView.open(page, `${path}?f=${scenario.poster}`);
    await clean(page, path);
  });
}

test('axe finds nothing with every panel open', async ({ page }) => {
  const run = await subject();
  const figure = await FigureView.open(page, `${run.path}?f=12`);
  await figure.press('Share');
  await expect(figure.button('Copy link')).toBeVisible();
  await clean(page, 'share');
  await figure.press('More');
  await expect(figure.button('Keys')).toBeVisible();
  await clean(page, 'more');
  await figure.press('Show as list');
  await expect(figure.root.getByRole('table')).toBeVisible();
  await clean(page, 'list');
  await figure.press('More');
  await figure.press('Keys');
  await expect(figure.root.locator('kbd').first()).toBeVisible();
  await clean(page, 'keys');
  await figure.takeFirstChoice();
  await figure.press('Compare');
  await figure.press('What if…');
  await clean(page, 'compare and what if');
  await FigureView.open(page, `${run.path}?v=77`);
  await clean(page, 'notice');
});
