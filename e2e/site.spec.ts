import type { APIRequestContext, Page } from '@playwright/test';
import { articles, listed, plainPages, subject } from './runs.ts';
import { expect, FigureView, test } from './site.ts';

/** Every page that can be reached from the first, with what it links to. */
async function crawl(request: APIRequestContext, page: Page) {
  const seen = new Map<string, { status: number; ids: ReadonlySet<string>; from: string }>();
  const hashes: { from: string; path: string; id: string }[] = [];
  const missing: string[] = [];
  const queue: { path: string; from: string }[] = [
    '/',
    '/404.html',
    ...listed.map((l) => l.path),
  ].map((path) => ({ path, from: 'the list of pages' }));
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (seen.has(next.path)) continue;
    const answer = await request.get(next.path);
    const type = answer.headers()['content-type'] ?? '';
    const found = { status: answer.status(), ids: new Set<string>(), from: next.from };
    seen.set(next.path, found);
    if (answer.status() >= 400)
      missing.push(`${next.path} (from ${next.from}): ${answer.status()}`);
    if (!type.includes('html')) continue;
    const here = new URL(next.path, 'http://site');
    const parsed = await page.evaluate(
      (html) => {
        const document = new DOMParser().parseFromString(html, 'text/html');
        const attributes = [...document.querySelectorAll('[href], [src]')].map(
          (e) => e.getAttribute('href') ?? e.getAttribute('src')!,
        );
        return { attributes, ids: [...document.querySelectorAll('[id]')].map((e) => e.id) };
      },
      await answer.text(),
    );
    found.ids = new Set(parsed.ids);
    for (const attribute of parsed.attributes) {
      if (/^(https?:|data:|mailto:)/.test(attribute)) continue;
      const target = new URL(attribute, here);
      queue.push({ path: target.pathname, from: here.pathname });
      if (target.hash)
        hashes.push({ from: here.pathname, path: target.pathname, id: target.hash.slice(1) });
    }
  }
  return { seen, hashes, missing };
}

test('every link, picture, script and style of every page leads somewhere', async ({
  page,
  request,
}) => {
  test.setTimeout(90_000);
  await page.goto('/about/');
  const { seen, hashes, missing } = await crawl(request, page);
  expect(missing).toEqual([]);
  expect(seen.size).toBeGreaterThan(20);
  const nowhere = hashes.filter(({ path, id }) => !seen.get(path)?.ids.has(decodeURIComponent(id)));
  expect(nowhere).toEqual([]);
  for (const path of plainPages) expect([...seen.keys()]).toContain(path);
});

test('an address that is not there says so with the site’s own page', async ({ page, noise }) => {
  noise.allow(/404/);
  const answer = await page.goto('/no/such/page/');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'There is no page at this address',
  );
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', 'noindex');
});

/** What a page says of itself to search engines and previews, which run no script. */
function headOf(page: Page, html: string) {
  return page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'text/html');
    const content = (selector: string) =>
      parsed.querySelector(selector)?.getAttribute('content') ?? '';
    return {
      title: parsed.title,
      lang: parsed.documentElement.lang,
      headings: parsed.querySelectorAll('h1').length,
      canonical: parsed.querySelector('link[rel=canonical]')?.getAttribute('href') ?? '',
      description: content('meta[name=description]'),
      preview: [content('meta[property="og:title"]'), content('meta[property="og:description"]')],
    };
  }, html);
}

test('each page has its own title, description, canonical address and preview', async ({
  page,
  request,
  baseURL,
}) => {
  const titles = new Set<string>();
  const paths = [...plainPages, ...listed.map((l) => l.path)];
  for (const path of paths) {
    const head = await headOf(page, await (await request.get(path)).text());
    titles.add(head.title);
    expect(head.description.length, path).toBeGreaterThan(30);
    expect(new URL(head.canonical).pathname, path).toBe(path);
    expect(head.canonical).not.toContain(baseURL);
    for (const text of head.preview) expect(text, path).toBeTruthy();
    expect(head, path).toMatchObject({ lang: 'en', headings: 1 });
  }
  expect(titles.size).toBe(paths.length);
});

test('articles say that they are articles, and their preview picture is there', async ({
  page,
  request,
}) => {
  for (const path of articles) {
    await page.goto(path);
    await expect(page.locator('meta[property="og:type"]')).toHaveAttribute('content', 'article');
    const url = await page.locator('meta[property="og:url"]').getAttribute('content');
    expect(new URL(url!).pathname).toBe(path);
    const image = await page.locator('meta[property="og:image"]').getAttribute('content');
    const answer = await request.get(new URL(image!).pathname);
    expect(answer.status(), image!).toBe(200);
    expect(answer.headers()['content-type']).toBe('image/png');
  }
});

test('the feed and the sitemap are well formed and hold every article', async ({
  page,
  request,
}) => {
  await page.goto('/about/');
  const read = async (path: string) => {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(200);
    return page.evaluate(
      (text) => {
        const xml = new DOMParser().parseFromString(text, 'application/xml');
        const texts = (name: string) =>
          [...xml.getElementsByTagName(name)].map((e) => e.textContent!);
        return {
          malformed: xml.querySelector('parsererror')?.textContent ?? null,
          root: xml.documentElement.nodeName,
          links: [...texts('link'), ...texts('loc')].map((t) => new URL(t).pathname),
          titles: texts('title'),
          dates: texts('pubDate'),
        };
      },
      await answer.text(),
    );
  };
  const feed = await read('/rss.xml');
  expect(feed).toMatchObject({ malformed: null, root: 'rss' });
  for (const path of articles) expect(feed.links).toContain(path);
  expect(feed.titles.length).toBe(articles.length + 1);
  for (const date of feed.dates) expect(Number.isNaN(Date.parse(date))).toBe(false);
  const index = await read('/sitemap-index.xml');
  expect(index.malformed).toBeNull();
  const map = await read(index.links[0]!);
  expect(map).toMatchObject({ malformed: null, root: 'urlset' });
  for (const path of plainPages) expect(map.links).toContain(path);
  expect(map.links.some((path) => path.startsWith('/embed/') || path.includes('404'))).toBe(false);
});

test('the theme goes round, is kept, and is there before the first paint', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  const background = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.getByRole('button', { name: 'Theme: automatic' }).click();
  expect(await background()).toBe(light);
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await background()).toBe(dark);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  // Whatever is painted first has the kept theme already: it is set while the head is read.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      Object.assign(window, { themeAtBody: document.documentElement.dataset.theme ?? 'none' });
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto('/about/');
  expect(
    await page.evaluate(() => (window as unknown as { themeAtBody: string }).themeAtBody),
  ).toBe('dark');
  await page.getByRole('button', { name: 'Theme: dark' }).click();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  expect(await page.evaluate(() => localStorage.getItem('theme'))).toBeNull();
});

test('what is written as code is in the site’s own letters', async ({ page }) => {
  for (const path of plainPages) {
    await page.goto(path);
    const others = await page
      .locator('code, kbd, samp, pre')
      .evaluateAll((all) =>
        all
          .filter((one) => !getComputedStyle(one).fontFamily.includes('JetBrains Mono'))
          .map((one) => one.textContent),
      );
    expect(others, path).toEqual([]);
  }
});

test('no page asks another site for anything', async ({ page, baseURL }) => {
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL!) && !/^(data|blob):/.test(request.url()))
      foreign.push(request.url());
  });
  for (const path of [...plainPages, (await subject()).path])
    await page.goto(path, { waitUntil: 'load' });
  expect(foreign).toEqual([]);
});

for (const path of articles) {
  test(`the pointing sentences of ${path} light up where their figure stands, and move it`, async ({
    page,
  }) => {
    // An article may have some forty of them, in scenarios that have to be fetched.
    test.setTimeout(90_000);
    // A page that scrolls smoothly to each takes twice as long; in one article it does.
    if (path !== articles[0]) await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(path);
    const pointers = page.locator('a[data-points]').filter({ visible: true });
    expect(await pointers.count(), path).toBeGreaterThan(0);
    for (const pointer of await pointers.all()) {
      const id = (await pointer.getAttribute('data-points'))!;
      const wanted = (await pointer.getAttribute('data-frame'))!;
      const figure = new FigureView(page, id);
      await expect(figure.root, `${path} has a figure #${id}`).toHaveCount(1);
      await pointer.click();
      await figure.ready();
      await expect(pointer, `${path}: ${wanted}`).toHaveAttribute('aria-current', 'true');
      // A frame may be there to show a broken promise; nothing else may be wrong with it.
      await expect(figure.notice.filter({ hasNotText: /^Broken:/ })).toHaveCount(0);
      await expect(figure.root).toBeInViewport();
      expect(new URL(page.url()).pathname).toBe(path);
      const labels = await figure.at();
      await figure.root.focus();
      await page.keyboard.press(labels === 0 ? 'ArrowRight' : 'ArrowLeft');
      await expect(pointer).not.toHaveAttribute('aria-current');
    }
  });
}

for (const path of articles) {
  test(`a prediction in ${path} answers what its figure then shows`, async ({ page }) => {
    await page.goto(path);
    for (const box of await page.locator('[data-predict]').all()) {
      const details = box.locator('details');
      const answer = (await details.locator('strong').textContent())!.replace(/\.$/, '');
      await expect(details).not.toHaveAttribute('open');
      const wrong = box.locator('.choices button:not([data-right])').first();
      await wrong.click();
      await expect(details).toHaveAttribute('open');
      await expect(wrong).toHaveAttribute('data-verdict', 'wrong');
      await expect(box.locator('[data-verdict=right]')).toHaveText(answer);
      const figure = new FigureView(page, (await box.getAttribute('data-figure'))!);
      await figure.ready();
      const pointer = details.locator('a[data-points]');
      await expect(pointer).toHaveAttribute('aria-current', 'true');
    }
  });
}
