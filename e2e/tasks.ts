import type { Page } from '@playwright/test';
import { expect } from './site.ts';

/** 50 where nothing else runs, as the bench measures; on a busy machine any task is longer. */
const SOME_MS = 150;
/** The part of the whole that one task may take: work done on the page in one piece is nearly all of it. */
const PART = 1 / 3;

/** The longest task of the page's own while something was done, and all of that time, in milliseconds. */
interface Busy {
  readonly longest: number;
  readonly elapsed: number;
}

/** Does something and watches the page's main thread meanwhile. */
async function watch(page: Page, act: () => Promise<void>): Promise<Busy> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    });
    observer.observe({ type: 'longtask' });
    Object.assign(window, { watched: { tasks, observer } });
  });
  const started = Date.now();
  await act();
  const elapsed = Date.now() - started;
  const longest = await page.evaluate(() => {
    const { tasks, observer } = (
      window as unknown as { watched: { tasks: number[]; observer: PerformanceObserver } }
    ).watched;
    observer.disconnect();
    return Math.max(0, ...tasks);
  });
  return { longest, elapsed };
}

/**
 * Does something that takes long, and fails where one task of the page took a great part of
 * it. Both are measured in one run, so that a machine that is slow or busy lengthens both.
 */
export async function expectNoLongTask(page: Page, act: () => Promise<void>): Promise<void> {
  const { longest, elapsed } = await watch(page, act);
  expect(longest, `the longest task, of ${elapsed} ms in all`).toBeLessThan(
    Math.max(SOME_MS, elapsed * PART),
  );
}
