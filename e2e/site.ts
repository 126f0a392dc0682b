import {
  type BrowserContext,
  test as base,
  type ConsoleMessage,
  expect,
  type Locator,
  type Page,
  type Request,
  type Response,
  type WebError,
} from '@playwright/test';

/** What a page said or missed while a test ran. A test that expects some of it says so. */
export class Noise {
  readonly heard: string[] = [];
  readonly #allowed: RegExp[] = [];

  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }
  get unexpected(): readonly string[] {
    return this.heard.filter((line) => !this.#allowed.some((pattern) => pattern.test(line)));
  }
  /** Until the function that it returns is called. */
  listen(context: BrowserContext): () => void {
    const said = (message: ConsoleMessage) => {
      if (!['error', 'warning'].includes(message.type())) return;
      this.heard.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    };
    const thrown = (error: WebError) => this.heard.push(`uncaught: ${error.error().message}`);
    const answered = (response: Response) => {
      if (response.status() >= 400) this.heard.push(`${response.status()} ${response.url()}`);
    };
    const failed = (request: Request) => {
      const why = request.failure()?.errorText ?? '';
      // Leaving a page while it loads aborts what it was fetching.
      if (why !== 'net::ERR_ABORTED') this.heard.push(`failed: ${request.url()} ${why}`);
    };
    context.on('console', said).on('weberror', thrown);
    context.on('response', answered).on('requestfailed', failed);
    return () => {
      context.off('console', said).off('weberror', thrown);
      context.off('response', answered).off('requestfailed', failed);
    };
  }
}

/** Fails every test whose page logs an error or a warning, or misses a file. */
export const test = base.extend<{ noise: Noise }>({
  noise: [
    async ({ context }, use) => {
      const noise = new Noise();
      const stop = noise.listen(context);
      await use(noise);
      stop();
      expect(noise.unexpected, 'the console and the network stay quiet').toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };

/** With JavaScript, and without. */
type KeptPages = Map<boolean | undefined, Page>;

/**
 * The same on a page that stays open from test to test, since to open one takes longer than most
 * tests do: a browser process, scripts to fetch and to compile. It goes back to its first size,
 * media and an empty address; a test that leaves more behind, in storage say, takes `test`.
 */
export const look = test.extend<object, { kept: KeptPages }>({
  kept: [
    // The first argument has to be taken apart; there is nothing in it that this needs.
    async ({ browserName: _ }, use) => {
      const kept: KeptPages = new Map();
      await use(kept);
      for (const page of kept.values()) await page.context().close();
    },
    { scope: 'worker' },
  ],
  context: async ({ browser, kept, javaScriptEnabled }, use) => {
    const page = kept.get(javaScriptEnabled) ?? (await (await browser.newContext()).newPage());
    kept.set(javaScriptEnabled, page);
    await use(page.context());
    for (const other of page.context().pages()) if (other !== page) await other.close();
  },
  page: async ({ context, kept, viewport, javaScriptEnabled }, use) => {
    const page = kept.get(javaScriptEnabled) ?? (await context.newPage());
    if (viewport) await page.setViewportSize(viewport);
    await page.emulateMedia({ media: null, colorScheme: 'light', reducedMotion: 'no-preference' });
    await page.mouse.move(0, 0);
    await use(page);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    // What it still does is this test's noise.
    await page.goto('about:blank');
  },
});

/** Starts every figure of a page, by scrolling to it, and by a press where it waits for one. */
export async function startAll(page: Page): Promise<void> {
  for (const mount of await page.locator('[data-mount]').all()) {
    await mount.scrollIntoViewIfNeeded();
    await pressRun(mount.locator('> [data-run]'), mount.locator('section.figure'));
  }
}

/** Presses “Run this figure” where it stands; a sentence may have started the figure meanwhile. */
async function pressRun(run: Locator, figure: Locator): Promise<void> {
  await expect(async () => {
    if (await run.isVisible()) await run.click({ timeout: 1000 });
    await expect(figure).toHaveAttribute('data-ready', 'true');
  }).toPass({ timeout: 20_000 });
}

/** One figure of a page, by what a reader can see and press. */
export class FigureView {
  readonly page: Page;
  readonly root: Locator;
  constructor(page: Page, id = 'figure') {
    this.page = page;
    this.root = page.locator(`section.figure#${id}`);
  }

  /** Goes to a page and waits until its figure runs. */
  static async open(page: Page, path: string, id?: string): Promise<FigureView> {
    await page.goto(path);
    const figure = new FigureView(page, id);
    await figure.ready();
    return figure;
  }
  async ready(): Promise<void> {
    await this.root.scrollIntoViewIfNeeded();
    await pressRun(this.root.locator('xpath=../button[@data-run]'), this.root);
  }
  get caption(): Locator {
    return this.root.locator('.caption .words');
  }
  get notice(): Locator {
    return this.root.locator('.caption .notice');
  }
  get spoken(): Locator {
    return this.root.locator('[aria-live=polite]');
  }
  get picture(): Locator {
    return this.root.locator('.stage svg.picture').filter({ visible: true }).first();
  }
  get slider(): Locator {
    return this.root.getByRole('slider', { name: 'Frame' });
  }
  get tabs(): Locator {
    return this.root.getByRole('tab');
  }
  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', {
      name,
      ...(typeof name === 'string' ? { exact: true } : {}),
    });
  }
  async press(name: string | RegExp): Promise<void> {
    await this.button(name).click();
  }
  async isAt(frame: number): Promise<void> {
    await expect(this.root).toHaveAttribute('data-frame', String(frame));
  }
  async mode(mode: string): Promise<void> {
    await expect(this.root).toHaveAttribute('data-mode', mode);
  }
  async at(): Promise<number> {
    return Number(await this.root.getAttribute('data-frame'));
  }
  /** Takes the first what-if on offer and returns its words. */
  async takeFirstChoice(): Promise<string> {
    await this.press('What if…');
    const choice = this.root.getByRole('group', { name: 'What if' }).getByRole('button').first();
    const words = (await choice.textContent())!.trim();
    await choice.click();
    return words;
  }
}
