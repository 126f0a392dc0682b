import type { Page } from '@playwright/test';
import { topics } from '../src/topics.ts';
import { drawnAhead, knownRun, listed, plainPages, representatives, subject } from './runs.ts';
import { expect, FigureView, look, startAll, test } from './site.ts';

/** Text smaller than this is not read. */
const SMALLEST_TEXT = 12;

/** Every text of a visible picture that is drawn too small, with its size in CSS pixels. */
function smallTexts(page: Page): Promise<string[]> {
  return page.evaluate((smallest) => {
    const found: string[] = [];
    for (const text of document.querySelectorAll<SVGTextElement>('svg.picture text')) {
      const drawn = text.getScreenCTM();
      if (!drawn || text.getClientRects().length === 0) continue;
      for (const piece of [text, ...text.querySelectorAll('tspan')]) {
        const size =
          Number.parseFloat(getComputedStyle(piece).fontSize) * Math.hypot(drawn.a, drawn.b);
        if (size < smallest - 0.05 && piece.textContent?.trim()) {
          found.push(`${size.toFixed(1)} px: ${piece.textContent}`);
        }
      }
    }
    return found.slice(0, 5);
  }, SMALLEST_TEXT);
}

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Pictures whose words leave the drawing or run into each other's line. */
function clippedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const text of document.querySelectorAll<SVGTextElement>('.figure svg.picture text')) {
      const box = text.getBoundingClientRect();
      if (box.width === 0) continue;
      const frame = text.closest('.figure')!.getBoundingClientRect();
      if (box.left < frame.left - 0.5 || box.right > frame.right + 0.5) {
        found.push(`${text.textContent} (${Math.round(box.left)} to ${Math.round(box.right)})`);
      }
    }
    return found.slice(0, 5);
  });
}

test.describe('narrow and wide', () => {
  for (const { topic, scenario, path } of representatives(3)) {
    look(
      `${topic.id}/${scenario.id} fits and stays legible from 320 to 1280 px`,
      async ({ page }) => {
        const run = await knownRun(topic, scenario);
        const poster = run.labels[scenario.poster] ?? 0;
        const figure = await FigureView.open(page, path);
        for (const width of [1280, 768, 390, 320]) {
          await page.setViewportSize({ width, height: 900 });
          for (const frame of [0, poster, run.last]) {
            await figure.slider.fill(String(frame));
            await figure.isAt(frame);
            const where = `at ${width} px, frame ${frame}`;
            // The picture lays itself out anew once its new width is known.
            await expect.poll(() => smallTexts(page), where).toEqual([]);
            expect(await sideways(page), where).toBe(0);
            await expect.poll(() => clippedTexts(page), where).toEqual([]);
          }
        }
      },
    );
  }

  for (const path of [...plainPages, '/404.html']) {
    look(
      `${path} does not scroll sideways at 320 px or at twice the text size`,
      async ({ page }) => {
        await page.setViewportSize({ width: 320, height: 640 });
        await page.goto(path);
        await startAll(page);
        expect(await sideways(page)).toBe(0);
        // A picture that has just started lays itself out once its width is known.
        await expect.poll(() => smallTexts(page)).toEqual([]);
        // 200 % zoom of a 1280 px window leaves 640 CSS pixels.
        await page.setViewportSize({ width: 640, height: 450 });
        expect(await sideways(page)).toBe(0);
        await expect.poll(() => smallTexts(page)).toEqual([]);
        await page.addStyleTag({ content: 'html { font-size: 200% }' });
        expect(await sideways(page)).toBe(0);
      },
    );
  }
});

test.describe('by touch', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test('taps step, fork and scrub, and every target is 44 px or more', async ({ page }) => {
    const run = await subject();
    const figure = await FigureView.open(page, run.path);
    await figure.button(/Step/).tap();
    await figure.isAt(1);
    await figure.button('More').tap();
    await figure.button('What if…').tap();
    const choices = figure.root.getByRole('group', { name: 'What if' });
    await expect(choices).toBeVisible();
    const small: string[] = [];
    const targets = figure.root
      .locator('button, select, input:not(.visually-hidden), label.pick')
      .filter({ visible: true });
    for (const target of await targets.all()) {
      const box = (await target.boundingBox())!;
      if (box.width < 44 || box.height < 44) {
        const name = await target.evaluate(
          (e) => e.getAttribute('aria-label') ?? e.textContent?.trim(),
        );
        small.push(`${name}: ${box.width.toFixed(1)} × ${box.height.toFixed(1)}`);
      }
    }
    expect(small).toEqual([]);
    await choices.getByRole('button').first().tap();
    await expect(figure.tabs).toHaveCount(2);
    for (const target of await figure.root
      .locator('footer button')
      .filter({ visible: true })
      .all()) {
      expect((await target.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    }
    const box = (await figure.slider.boundingBox())!;
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    const half = Number(await figure.slider.getAttribute('max')) / 2;
    expect(Math.abs((await figure.at()) - half)).toBeLessThan(half * 0.1);
  });

  test('links and buttons of the pages are 24 px or more apart', async ({ page }) => {
    await page.goto('/');
    for (const link of await page.locator('.site-head a, .site-head button').all()) {
      expect((await link.boundingBox())!.height).toBeGreaterThanOrEqual(36);
    }
  });
});

test.describe('with reduced motion', () => {
  const moving = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll('.figure, .figure *')].flatMap((e) => {
        const { transitionDuration, transitionProperty, animationName } = getComputedStyle(e);
        const still = transitionDuration.split(',').every((d) => Number.parseFloat(d) < 0.01);
        const none = transitionProperty === 'none' || still;
        return none && animationName === 'none' ? [] : [e.outerHTML.slice(0, 80)];
      }),
    );

  for (const { path } of representatives(1)) {
    look(`nothing moves on ${path}, by the system’s wish or by motion=off`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await FigureView.open(page, path);
      expect(await moving(page)).toEqual([]);
      const scroll = await page.evaluate(
        () => getComputedStyle(document.documentElement).scrollBehavior,
      );
      expect(scroll).toBe('auto');
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      await FigureView.open(page, `${path}?motion=off`);
      expect(await moving(page), 'motion=off').toEqual([]);
    });
  }
});

test.describe('without JavaScript', () => {
  look.use({ javaScriptEnabled: false });

  for (const { topic, scenario } of representatives(1)) {
    look(
      `${topic.id}/${scenario.id} is a picture with a caption at each labelled frame`,
      async ({ page }) => {
        const run = await knownRun(topic, scenario);
        for (const [address, frame] of drawnAhead(run)) {
          await page.goto(address);
          const figure = new FigureView(page);
          await expect(figure.picture).toBeVisible();
          await expect(
            figure.root.locator('.stage svg.picture').filter({ visible: true }),
          ).toHaveCount(1);
          await expect(figure.caption).toHaveText(run.captionAt(frame));
          await expect(figure.root.getByRole('button')).toHaveCount(0);
          await expect(page.getByRole('link', { name: 'The article explains it.' })).toBeVisible();
        }
        for (const width of [320, 600, 1000]) {
          await page.setViewportSize({ width, height: 800 });
          expect(await sideways(page)).toBe(0);
        }
      },
    );
  }

  for (const path of plainPages) {
    look(
      `${path} reads as it is, and sentences that point are links that work`,
      async ({ page, request }) => {
        await page.goto(path);
        for (const figure of await page.locator('section.figure').all()) {
          await expect(figure.locator('svg.picture').filter({ visible: true })).toHaveCount(1);
          await expect(figure.locator('.caption .words')).not.toBeEmpty();
          await expect(figure.getByRole('button')).toHaveCount(0);
        }
        await expect(page.getByRole('button', { name: /Theme/ })).toHaveCount(0);
        const pointers = await page
          .locator('a[data-points]')
          .evaluateAll((all) => all.map((a) => a.getAttribute('href')!));
        for (const href of new Set(pointers)) {
          const answer = await request.get(href);
          expect(answer.status(), href).toBe(200);
          expect(await answer.text(), href).toContain('<svg class="picture');
        }
      },
    );
  }
});

/** What a page's figure is before any script runs: its words, and how many shapes each of its pictures has. */
function drawn(page: Page, html: string) {
  return page.evaluate((text) => {
    const figure = new DOMParser()
      .parseFromString(text, 'text/html')
      .querySelector('section.figure#figure');
    const pictures = [...(figure?.querySelectorAll('.stage svg.picture') ?? [])];
    return {
      caption: figure?.querySelector('.caption .words')?.textContent?.replace(/\s+/g, ' ').trim(),
      shapes: pictures.map((p) => p.querySelectorAll('rect, path, circle, text').length),
    };
  }, html);
}

for (const topic of topics) {
  look(
    `every labelled frame in ${topic.id} is drawn and has its caption before any script runs`,
    async ({ page, request }) => {
      for (const { scenario } of listed.filter((one) => one.topic === topic)) {
        const run = await knownRun(topic, scenario);
        for (const [address, frame] of drawnAhead(run)) {
          const { caption, shapes } = await drawn(page, await (await request.get(address)).text());
          expect(caption, address).toBe(run.captionAt(frame).replace(/\s+/g, ' ').trim());
          expect(shapes, address).not.toEqual([]);
          expect(Math.min(...shapes), address).toBeGreaterThan(3);
        }
      }
    },
  );
}

test('without JavaScript, at the widths it was drawn for, no text is too small', async ({
  browser,
  noise,
}) => {
  // Measuring takes JavaScript, so the scripts of the page are kept from loading instead.
  const context = await browser.newContext();
  await context.route('**/*.js', (route) => route.abort());
  const page = await context.newPage();
  for (const { path } of representatives(1)) {
    await page.goto(path);
    for (const width of [320, 390, 560, 600, 768, 920, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await smallTexts(page), `${path} at ${width}`).toEqual([]);
    }
  }
  await context.close();
  expect(noise.heard).toEqual([]);
});

test('print: every figure is on paper with its caption, and nothing to press', async ({ page }) => {
  for (const path of [
    ...plainPages.filter((p) => p.startsWith('/articles/')),
    (await subject()).path,
  ]) {
    await page.goto(path);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 718, height: 1000 });
    for (const figure of await page.locator('section.figure').all()) {
      await expect(figure.locator('svg.picture').filter({ visible: true })).toHaveCount(1);
      await expect(figure.locator('.caption .words')).toBeVisible();
      await expect(figure.getByRole('button').filter({ visible: true })).toHaveCount(0);
      await expect(figure.getByRole('slider')).toHaveCount(0);
      const { width } = (await figure.boundingBox())!;
      expect(width).toBeLessThanOrEqual(718);
    }
    expect(await smallTexts(page), path).toEqual([]);
    await expect(page.locator('.site-head').filter({ visible: true })).toHaveCount(0);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(10_000);
    await page.emulateMedia({ media: 'screen' });
  }
});
