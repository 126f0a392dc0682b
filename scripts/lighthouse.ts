import type { AddressInfo } from 'node:net';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { topics } from '../src/topics.ts';
import { BROWSER_ARGS, findBrowser } from './browser.mjs';
import { serveBuilt } from './static-server.ts';

/**
 * Lighthouse, as a phone on a slow network, on the first page, each article and a
 * figure of each topic, of what `npm run build` made. Exits 1 where a score is too low.
 */
const LEAST = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 } as const;
type Category = keyof typeof LEAST;

const paths = [
  '/',
  ...new Set(topics.map((t) => `/articles/${t.article}/`)),
  ...topics.map((t) => `/embed/${t.id}/${t.scenarios[0]!.id}/`),
];
const server = serveBuilt('dist');
await new Promise<void>((resolve) => server.listen(0, resolve));
const { port } = server.address() as AddressInfo;
const chromePath = findBrowser()?.path;
const chrome = await launch({
  chromeFlags: ['--headless=new', ...BROWSER_ARGS],
  ...(chromePath ? { chromePath } : {}),
});

let good = true;
try {
  for (const path of paths) {
    const result = await lighthouse(`http://localhost:${port}${path}`, {
      port: chrome.port,
      logLevel: 'error',
      onlyCategories: Object.keys(LEAST),
    });
    if (!result) throw new Error(`Lighthouse gave no result for ${path}.`);
    good = report(path, result.lhr) && good;
  }
} finally {
  chrome.kill();
  server.close();
}
process.exit(good ? 0 : 1);

type Report = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr'];

/** Prints a page's scores, and what cost points; true where all are high enough. */
function report(path: string, { categories, audits }: Report): boolean {
  const scores = (Object.keys(LEAST) as Category[]).map((id) => ({
    id,
    score: Math.round((categories[id]?.score ?? 0) * 100),
    least: LEAST[id],
  }));
  console.log(`${path}  ${scores.map(({ id, score }) => `${id} ${score}`).join('  ')}`);
  const metrics = [
    'first-contentful-paint',
    'largest-contentful-paint',
    'total-blocking-time',
    'cumulative-layout-shift',
    'speed-index',
  ];
  console.log(`  ${metrics.map((id) => `${id} ${audits[id]?.displayValue}`).join(', ')}`);
  for (const { id } of scores.filter(({ score, least }) => score < least)) {
    for (const { id: audit, weight } of categories[id]!.auditRefs) {
      const found = audits[audit];
      if (found && weight > 0 && found.score !== null && found.score < 0.9) {
        console.log(`  ${id}: ${audit}: ${found.title} ${found.displayValue ?? ''}`);
      }
    }
  }
  return scores.every(({ score, least }) => score >= least);
}
