import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from '@playwright/test';
import { topics } from '../src/topics.ts';

/** Twelve figures in frames of a page of another site, as a long deck or a wiki has them. */
export interface FramesBench {
  readonly figures: number;
  /** From the page's opening until the last of them says that it is ready. */
  readonly readySeconds: number;
  /** Milliseconds of each task over 50 while the page is scrolled, in it and in its figures. */
  readonly longTasks: readonly number[];
  /** Megabytes of script objects that are in use, after a collection, for each figure. */
  readonly heapMegabytes: number;
}

const FIGURES = 12;
const TRIES = 3;

/** One scenario of each kind of figure, a topic's after another's until there are enough. */
function chosen(): readonly string[] {
  const kinds = topics.map(({ id, scenarios }) => {
    const seen = new Set<string>();
    return scenarios
      .filter(({ figures: [kind] }) => !seen.has(kind!) && seen.add(kind!))
      .map((scenario) => `/embed/${id}/${scenario.id}/?f=${scenario.poster}`);
  });
  const rounds = Math.max(...kinds.map(({ length }) => length));
  const dealt = Array.from({ length: rounds }, (_, i) => kinds.flatMap((paths) => paths[i] ?? []));
  return dealt.flat().slice(0, FIGURES);
}

const pageOf = (paths: readonly string[], site: string): string => `<!doctype html>
<link rel="icon" href="data:,"><title>Twelve figures</title>
<script>
  window.ready = 0;
  window.tasks = [];
  onmessage = ({ data }) => { if (data?.lockstep === 1 && data.type === 'ready') ready += 1; };
</script>
${paths
  .map(
    (path) => `<iframe src="${site}${path}" title="A figure" width="960" height="640"
  sandbox="allow-scripts allow-popups" style="display:block;margin:40px auto;border:0"></iframe>`,
  )
  .join('\n')}`;

/** The host's page has an address of another site, so that figures run in processes of their own. */
function serve(html: string): Promise<Server> {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(html);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** From now on each frame notes its tasks over 50 ms. */
async function watchAll(page: Page): Promise<() => Promise<number[]>> {
  for (const frame of page.frames()) {
    await frame.evaluate(() => {
      const tasks: number[] = [];
      Object.assign(window, { tasks });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) tasks.push(Math.round(entry.duration));
      }).observe({ type: 'longtask' });
    });
  }
  return async () => {
    const each = page
      .frames()
      .map((frame) => frame.evaluate(() => (window as unknown as { tasks: number[] }).tasks));
    return (await Promise.all(each)).flat();
  };
}

/** Down to the end and up again, a wheel's turn at a time. */
async function scroll(page: Page): Promise<void> {
  await page.mouse.move(20, 300);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (const turn of [240, -240]) {
    for (let y = 0; y < height; y += 240) {
      await page.mouse.wheel(0, turn);
      await page.waitForTimeout(30);
    }
  }
}

/** Bytes in use by the scripts of the frames. Those that share a process share a heap. */
async function heapOf(page: Page): Promise<number> {
  const heaps = new Map<string, number>();
  for (const frame of page.frames().slice(1)) {
    const session = await page.context().newCDPSession(frame);
    const { id } = await session.send('Runtime.getIsolateId');
    if (!heaps.has(id)) {
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      heaps.set(id, usedSize);
    }
    await session.detach();
  }
  return [...heaps.values()].reduce((sum, bytes) => sum + bytes, 0);
}

async function measure(browser: Browser, site: string): Promise<FramesBench> {
  const paths = chosen();
  const server = await serve(pageOf(paths, site));
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    const started = performance.now();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
      waitUntil: 'commit',
    });
    await page.waitForFunction(
      (all) => (window as unknown as { ready: number }).ready === all,
      paths.length,
      {
        timeout: 15_000,
        polling: 20,
      },
    );
    const readySeconds = Number(((performance.now() - started) / 1000).toFixed(2));
    const tasks = await watchAll(page);
    await scroll(page);
    const longTasks = await tasks();
    const heapMegabytes = Number(((await heapOf(page)) / paths.length / 1e6).toFixed(2));
    return { figures: paths.length, readySeconds, longTasks, heapMegabytes };
  } finally {
    await page.close();
    server.close();
  }
}

/** The best of a few tries: what is slow by itself is slow in each of them. */
export async function benchFrames(browser: Browser, site: string): Promise<FramesBench> {
  let best = await measure(browser, site);
  for (let i = 1; i < TRIES && best.longTasks.length > 0; i += 1) {
    const again = await measure(browser, site);
    if (Math.max(0, ...again.longTasks) < Math.max(...best.longTasks)) best = again;
  }
  return best;
}
