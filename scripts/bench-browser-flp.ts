import type { Page } from '@playwright/test';

/** Figures that need a worker to say what can come of their run. */
const HEAVY = ['lasso', 'initially-dead', 'paxos-duel'] as const;

const TRIES = 3;

/** A figure of which all that can come of its run is worked out, in the figure's own worker. */
export interface FlpAnalysis {
  readonly scenario: string;
  /** From the figure's start to the picture of what can come of it. */
  readonly seconds: number;
  /** How often the count of configurations changed on the page meanwhile. */
  readonly reports: number;
  /** Milliseconds of each task over 50 on the page meanwhile. */
  readonly longTasks: readonly number[];
}

/**
 * Opens each figure and waits until it shows what can come of its run. A machine that is
 * busy elsewhere lengthens a task now and then, so it is the best of a few tries.
 */
export async function benchFlp(page: Page, origin: string): Promise<readonly FlpAnalysis[]> {
  await page.addInitScript(watch);
  const found: FlpAnalysis[] = [];
  for (const scenario of HEAVY) {
    let best = await workedOut(page, origin, scenario);
    for (let i = 1; i < TRIES && best.longTasks.length > 0; i += 1) {
      const again = await workedOut(page, origin, scenario);
      if (Math.max(0, ...again.longTasks) < Math.max(...best.longTasks)) best = again;
    }
    found.push(best);
  }
  return found;
}

async function workedOut(page: Page, origin: string, scenario: string): Promise<FlpAnalysis> {
  await page.goto(`${origin}/embed/flp/${scenario}/`);
  const worked = () => (window as unknown as Watched).watched.ended > 0;
  await page.waitForFunction(worked, null, { timeout: 120_000 });
  // Tasks are reported a little after they end.
  await page.waitForTimeout(300);
  const { begun, ended, tasks, notes } = await page.evaluate(
    () => (window as unknown as Watched).watched,
  );
  return {
    scenario,
    seconds: Number(((ended - begun) / 1000).toFixed(3)),
    reports: notes,
    longTasks: tasks.filter(([at]) => at >= begun).map(([, lasted]) => lasted),
  };
}

interface Watched {
  watched: {
    /** When the figure said that it is working, and when it stopped saying so. */
    begun: number;
    ended: number;
    notes: number;
    /** When each long task began, and how long it took. */
    tasks: (readonly [number, number])[];
  };
}

/** Runs in the page, before its own scripts. */
function watch(): void {
  const watched: Watched['watched'] = { begun: 0, ended: 0, notes: 0, tasks: [] };
  Object.assign(window, { watched });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      watched.tasks.push([startTime, Math.round(duration)]);
    }
  }).observe({ type: 'longtask', buffered: true });
  let shown = '';
  new MutationObserver(() => {
    const picture = document.querySelector('section[data-ready] svg.picture');
    if (!picture || watched.ended > 0) return;
    const words = picture.textContent ?? '';
    // The scheduler's picture says the one, the game's the other.
    const working = words.includes('being worked out') || words.includes('It is not known');
    const [count = ''] = /[\d,]+ configurations so far/.exec(words) ?? [];
    if (working && watched.begun === 0) watched.begun = performance.now();
    if (!working && watched.begun > 0) watched.ended = performance.now();
    if (count !== '' && count !== shown) watched.notes += 1;
    shown = count;
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}
