import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { topics } from '../src/topics.ts';
import { articles, knownRun, listed } from './runs.ts';
import { expect, FigureView, startAll, test } from './site.ts';

/** The headers that the site is served with: what they allow works, and what they forbid does not. */

/** Notes every breach of the policy in every frame of a page, from before its first script on. */
async function watchPolicy(page: Page): Promise<() => readonly string[]> {
  const breaches: string[] = [];
  await page.exposeFunction('breach', (words: string) => breaches.push(words));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sourceFile, lineNumber } = event;
      const words = `${effectiveDirective}: ${blockedURI} (${sourceFile}:${lineNumber})`;
      (window as unknown as { breach(words: string): void }).breach(words);
    });
  });
  page.on('console', (message) => {
    if (/Content.Security.Policy|Permissions.Policy/i.test(message.text()))
      breaches.push(message.text());
  });
  return () => breaches;
}

const [first] = listed;
const replay = listed.find(({ scenario }) => scenario.figures[0] === 'Replay')!;
/** One of each kind of page. */
const KINDS = ['/', '/about/', '/slides/', `/figures/${first!.topic.id}/`, '/404.html'];

test('no page of any kind breaks the policy that it is served with', async ({ page }) => {
  test.setTimeout(90_000);
  const breaches = await watchPolicy(page);
  const labels = Object.keys((await knownRun(first!.topic, first!.scenario)).labels);
  // Of the others the console would speak: each kind of figure and each article runs in a test
  // that fails where it does.
  const embeds = topics.map(({ id, scenarios }) => `/embed/${id}/${scenarios.at(-1)!.id}/`);
  for (const path of [...KINDS, ...articles, ...embeds, `${first!.path}${labels[0]}/`]) {
    const answer = await page.goto(path);
    const policy = answer!.headers()['content-security-policy'];
    expect(policy, path).toMatch(/^default-src 'none'; script-src 'self' 'sha256-/);
    if (!articles.includes(path)) await startAll(page);
    expect(breaches(), path).toEqual([]);
  }
});

test('a worker, a fetched store and an exported picture are within the policy', async ({
  page,
}) => {
  const breaches = await watchPolicy(page);
  let figure = await FigureView.open(page, replay.path);
  await figure.press('More');
  const [picture] = await Promise.all([page.waitForEvent('download'), figure.press('Export PNG')]);
  expect(picture.suggestedFilename()).toMatch(/\.png$/);
  figure = await FigureView.open(page, '/embed/paxos/any-board/');
  const worker = page.waitForEvent('worker');
  await figure.press('Check every position');
  await worker;
  await expect(figure.root.locator('.meter .number').first()).toHaveText(/\d/);
  expect(breaches()).toEqual([]);
});

test('the policy is in force: a script that was put into a page does not run', async ({
  page,
  noise,
}) => {
  noise.allow(/Content Security Policy|a\.png csp/);
  const breaches = await watchPolicy(page);
  await page.goto('/about/');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.foreign = true';
    document.head.append(script);
    document.body.insertAdjacentHTML('beforeend', '<img src="https://elsewhere.example/a.png">');
  });
  await expect.poll(() => breaches().join('\n')).toContain('script-src-elem: inline');
  await expect.poll(() => breaches().join('\n')).toContain('img-src: https://elsewhere.example');
  expect(await page.evaluate(() => 'foreign' in window)).toBe(false);
});

/** A page of another site that holds frames, in what surrounds them. */
async function foreign(html: string): Promise<{ server: Server; address: string }> {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><link rel="icon" href="data:,"><title>Elsewhere</title>${html}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

const frameOf = (src: string, more = '') => `<iframe src="${src}" ${more}></iframe>`;
const SANDBOX = 'sandbox="allow-scripts allow-popups"';

test('another site can frame a figure, and no other page', async ({ page, baseURL, noise }) => {
  noise.allow(/frame-ancestors|X-Frame-Options|ERR_BLOCKED_BY_RESPONSE|chrome-error/);
  const closed = ['/', '/about/', articles[0]!, '/figures/', '/404.html'];
  const { server, address } = await foreign(
    [frameOf(`${baseURL}${first!.path}`), ...closed.map((path) => frameOf(baseURL + path))].join(
      '',
    ),
  );
  try {
    await page.goto(address);
    const figure = page.frameLocator('iframe').first().locator('section.figure');
    await expect(figure).toHaveAttribute('data-ready', 'true');
    const [, open, ...shut] = page.frames();
    expect(open!.url()).toBe(`${baseURL}${first!.path}`);
    expect(shut).toHaveLength(closed.length);
    for (const frame of shut) await expect.poll(() => frame.url()).toMatch(/^chrome-error:/);
  } finally {
    server.close();
  }
});

test('a page of the site can frame another', async ({ page, baseURL }) => {
  await page.goto('/about/');
  await page.evaluate((src) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src }));
  }, articles[0]!);
  const heading = page.frameLocator('iframe').getByRole('heading', { level: 1 });
  await expect(heading).toBeVisible();
  expect(page.frames()[1]!.url()).toBe(`${baseURL}${articles[0]}`);
});

test('a deck that is opened from disk frames a figure, and so does a sandboxed page', async ({
  page,
  baseURL,
}, info) => {
  const frame = frameOf(`${baseURL}${first!.path}`, SANDBOX);
  const deck = info.outputPath('deck.html');
  writeFileSync(deck, `<!doctype html><title>Slides</title>${frame}`);
  await page.goto(`file://${deck}`);
  const inDeck = page.frameLocator('iframe').locator('section.figure');
  await expect(inDeck).toHaveAttribute('data-ready', 'true');
  const { server, address } = await foreign(
    `<iframe sandbox="allow-scripts" srcdoc='${frame}'></iframe>`,
  );
  try {
    await page.goto(address);
    const inside = page.frameLocator('iframe').frameLocator('iframe').locator('section.figure');
    await expect(inside).toHaveAttribute('data-ready', 'true');
  } finally {
    server.close();
  }
});

test('what a sandboxed figure opens in a window is shown', async ({ page, baseURL, context }) => {
  const { server, address } = await foreign(frameOf(`${baseURL}${first!.path}`, SANDBOX));
  try {
    await page.goto(address);
    const frame = page.frames()[1]!;
    await frame.locator('section.figure[data-ready]').waitFor();
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      frame.evaluate((path) => void window.open(path), articles[0]!),
    ]);
    await expect(opened.getByRole('heading', { level: 1 })).toBeVisible();
  } finally {
    server.close();
  }
});

test('what is not there is served with the policy too, and _headers is not served', async ({
  request,
}) => {
  for (const path of ['/no/such/page/', '/_headers']) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(404);
    expect(answer.headers()['content-security-policy']).toContain("default-src 'none'");
    expect(await answer.text()).toContain('There is no page at this address');
  }
});
