import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from '@playwright/test';
import fc from 'fast-check';
import { commandIn } from '../src/player/embed/messages.ts';
import { type KnownRun, subject } from './runs.ts';
import { expect, FigureView, test } from './site.ts';

/** A message of a figure's, as the page around it has heard it. */
type Heard = Readonly<Record<string, unknown>> & { readonly type: string };

/** A page of another site with a figure in a sandboxed frame. */
class Host {
  readonly page: Page;
  readonly figure: Locator;
  readonly run: KnownRun;
  constructor(page: Page, run: KnownRun) {
    this.page = page;
    this.run = run;
    this.figure = page.frameLocator('#figure').locator('section.figure');
  }

  /** `above` px of the host's own page come before the frame. */
  static async open(page: Page, site: string, search: string, above = 0): Promise<Host> {
    const run = await subject();
    const body = `<!doctype html><link rel="icon" href="data:,"><title>Slides</title>
      <body tabindex="0"><script>
        window.heard = [];
        window.keys = [];
        onmessage = ({ source, data }) =>
          source === document.querySelector('#figure').contentWindow && heard.push(data);
        onkeydown = ({ key }) => keys.push(key);
      </script>
      <div style="height:${above}px"></div>
      <iframe id="figure" src="${site}${run.path}${search}" title="A figure" width="900" height="700"
        sandbox="allow-scripts allow-popups"></iframe>
      <iframe id="other" title="Another" width="100" height="100" sandbox="allow-scripts"
        srcdoc="<script>parent.frames[0].postMessage({lockstep:1,type:'goto',f:5},'*')</script>"></iframe>`;
    const server = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const host = new Host(page, run);
    await expect.poll(async () => (await host.heard('ready')).length).toBe(1);
    server.close();
    return host;
  }

  async heard(type: string): Promise<readonly Heard[]> {
    const all = await this.page.evaluate(() => (window as unknown as { heard: Heard[] }).heard);
    return all.filter((message) => message.type === type);
  }
  async last(type: string): Promise<Heard | undefined> {
    return (await this.heard(type)).at(-1);
  }
  say(...messages: unknown[]): Promise<void> {
    return this.page.evaluate((list) => {
      const frame = document.querySelector<HTMLIFrameElement>('#figure')!;
      for (const message of JSON.parse(list)) frame.contentWindow!.postMessage(message, '*');
    }, JSON.stringify(messages));
  }
  async isAt(frame: number): Promise<void> {
    await expect(this.figure).toHaveAttribute('data-frame', String(frame));
  }
}

const said = (type: string, more: object = {}) => ({ lockstep: 1, type, ...more });

test('a figure says where it stands and how large it is, and does what it is asked', async ({
  page,
  baseURL,
}) => {
  const host = await Host.open(page, baseURL!, '?f=2');
  const { run } = host;
  const [label, at] = Object.entries(run.labels).find(([, index]) => index > 2)!;
  expect(await host.last('ready')).toMatchObject({
    lockstep: 1,
    topic: run.topic.id,
    scenario: run.scenario.id,
    frames: run.last + 1,
    last: run.last,
    f: 2,
  });
  expect((await host.last('ready'))!.ratio).toBeGreaterThan(0.3);
  await host.say(said('step', { by: 1 }), said('report'), said('step', { by: -1 }));
  await expect.poll(async () => (await host.heard('ready')).map(({ f }) => f)).toEqual([2, 3]);
  await host.isAt(2);
  expect(await host.last('frame')).toMatchObject({ f: 2, caption: run.captionAt(2) });
  await host.say(said('goto', { f: label }));
  await host.isAt(at);
  expect(await host.last('frame')).toMatchObject({ f: at, atStart: false });
  await host.say(said('step', { by: -2 }), said('step', { by: 1 }));
  await host.isAt(at - 1);
  await host.say(said('goto', { f: run.last }));
  await host.isAt(run.last);
  expect(await host.last('frame')).toMatchObject({ f: run.last, atEnd: true });
  await host.say(said('goto', { f: 0 }), said('play'));
  await expect(host.figure).toHaveAttribute('data-mode', 'playing');
  await host.say('slide:stop');
  await expect(host.figure).toHaveAttribute('data-mode', 'paused');
  // It was not asked to play by itself.
  await host.say('slide:start');
  await expect(host.figure).toHaveAttribute('data-mode', 'paused');
  const { height } = (await host.last('resize'))! as unknown as { height: number };
  const box = (await host.figure.boundingBox())!;
  expect(Math.abs(height - box.height)).toBeLessThanOrEqual(2);
});

test('what is out of sight is drawn as wide as it is, and says how high, before it is seen', async ({
  page,
  baseURL,
}) => {
  const host = await Host.open(page, baseURL!, '', 6000);
  await expect(host.figure.locator('.stage > *')).toHaveCount(1);
  await expect(host.figure.locator('.stage > .printed')).toHaveCount(0);
  const { height } = (await host.last('resize'))! as unknown as { height: number };
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(host.figure).toBeInViewport();
  const drawn = await host.figure.evaluate((figure) => figure.getBoundingClientRect().bottom);
  expect(Math.abs(height - drawn)).toBeLessThanOrEqual(2);
});

test('a theme is set from outside, and given back to the system', async ({ page, baseURL }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  const host = await Host.open(page, baseURL!, '');
  const paper = () => host.figure.evaluate((figure) => getComputedStyle(figure).backgroundColor);
  const light = await paper();
  await host.say(said('set', { theme: 'dark' }));
  await expect.poll(paper).not.toBe(light);
  await host.say(said('set', { theme: 'auto' }));
  await expect.poll(paper).toBe(light);
});

test('a frame that is not there is said to be none, and nothing moves', async ({
  page,
  baseURL,
}) => {
  const host = await Host.open(page, baseURL!, '?f=1');
  await host.say(said('goto', { f: 'nowhere' }));
  await expect.poll(() => host.last('error')).toMatchObject({ code: 'frame' });
  await host.isAt(1);
  await expect(host.figure.locator('.notice')).toHaveCount(0);
});

test('ten thousand other messages, and those of another window, change nothing and log nothing', async ({
  page,
  baseURL,
}) => {
  const host = await Host.open(page, baseURL!, '?f=3');
  const seed = 20_261_121;
  const near = fc.record(
    {
      lockstep: fc.constantFrom(1, 1, 2, '1'),
      type: fc.constantFrom('goto', 'step', 'set', 'ready', 'frame', 'toString'),
      f: fc.jsonValue(),
      by: fc.jsonValue(),
      theme: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const any = fc.oneof(
    { weight: 300, arbitrary: near },
    { weight: 300, arbitrary: fc.jsonValue() },
    { weight: 300, arbitrary: fc.string() },
    { weight: 1, arbitrary: fc.constant('x'.repeat(500_000)) },
  );
  const hostile = fc.sample(any, { numRuns: 10_000, seed }).filter((m) => commandIn(m) === null);
  expect(hostile.length).toBeGreaterThan(9000);
  await host.say(...hostile);
  // What is asked for after them is done, so all have come.
  await host.say(said('step', { by: 1 }));
  await host.isAt(4);
  expect(await host.heard('error')).toEqual([]);
  expect((await host.heard('frame')).map(({ f }) => f)).toEqual([3, 4]);
});

test('from and to show some of the frames, and a cut that makes no sense says so', async ({
  page,
  baseURL,
}) => {
  const host = await Host.open(page, baseURL!, '?from=2&to=4');
  await host.isAt(2);
  expect(await host.last('frame')).toMatchObject({ f: 2, atStart: true });
  await host.say(said('step', { by: 9 }));
  await host.isAt(4);
  expect(await host.last('frame')).toMatchObject({ f: 4, atEnd: true });
  await host.say(said('goto', { f: 0 }));
  await host.isAt(2);
  const figure = await FigureView.open(page, `${host.run.path}?from=4&to=2`);
  await expect(figure.notice).toContainText('frame 4 comes after frame 2');
  await expect(figure.slider).toHaveAttribute('max', String(host.run.last));
});

test('with steps=1 a clicker steps it, and is told at the ends; Escape gives the keys back', async ({
  page,
  baseURL,
}) => {
  const host = await Host.open(page, baseURL!, '?steps=1&from=0&to=2');
  // It has not taken the focus by itself.
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('');
  await host.figure.focus();
  await page.keyboard.press('PageDown');
  await host.isAt(1);
  await page.keyboard.press('ArrowRight');
  await host.isAt(2);
  expect(await host.heard('edge')).toEqual([]);
  await page.keyboard.press('PageDown');
  await expect.poll(() => host.last('edge')).toMatchObject({ dir: 'next' });
  await host.isAt(2);
  for (const key of ['PageUp', 'ArrowLeft', 'PageUp']) await page.keyboard.press(key);
  await expect.poll(() => host.last('edge')).toMatchObject({ dir: 'prev' });
  await host.isAt(0);
  const keys = () => page.evaluate(() => (window as unknown as { keys: string[] }).keys);
  expect(await keys()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('b');
  await expect.poll(keys).toEqual(['b']);
});

test('a figure plays by itself only if it is asked to, and may', async ({ page, baseURL }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  let host = await Host.open(page, baseURL!, '?autoplay=1');
  await expect(host.figure).toHaveAttribute('data-mode', 'playing');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  host = await Host.open(page, baseURL!, '?autoplay=1');
  await host.say('slide:start', said('step', { by: 1 }));
  await host.isAt(1);
  await expect(host.figure).toHaveAttribute('data-mode', 'paused');
});

test('on paper print=strip is every frame that has a label', async ({ page }) => {
  const run = await subject();
  const figure = await FigureView.open(page, `${run.path}?print=strip`);
  const stills = page.locator('.strip figure');
  await expect(stills.first()).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  const labelled = [...new Set(Object.values(run.labels))].toSorted((a, b) => a - b);
  await expect(stills.filter({ visible: true })).toHaveCount(labelled.length);
  await expect(figure.root).toBeHidden();
  for (const [i, at] of labelled.entries()) {
    await expect(stills.nth(i)).toContainText(run.captionAt(at));
    expect((await stills.nth(i).locator('svg').boundingBox())!.height).toBeGreaterThan(100);
  }
});
