import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { sampleAlone } from '../src/topics/crdt/engine/replay/sample.ts';

const RECORDED = new URL(
  '../../shared/data/editing-traces/automerge-paper.json.gz',
  import.meta.url,
);
/** Keystrokes that leave a text of about a hundred thousand letters. */
const MADE_UP_KEYSTROKES = 125_000;
const KEYSTROKES = 200;

/**
 * Typing into a long text: milliseconds of work from a key to the paint that shows it. The wait for
 * the screen's next refresh, up to 17 ms and the same for any page, is left out.
 */
export interface LongTyping {
  readonly trace: string;
  readonly letters: number;
  readonly median: number;
  readonly p95: number;
  /** Until the trace was open, replayed in its worker. */
  readonly openedSeconds: number;
}

async function traceFile() {
  try {
    const buffer = await readFile(RECORDED);
    return { name: 'automerge-paper.json.gz', mimeType: 'application/gzip', buffer };
  } catch {
    const made = JSON.stringify(sampleAlone(MADE_UP_KEYSTROKES));
    return { name: 'made-up.json', mimeType: 'application/json', buffer: Buffer.from(made) };
  }
}

/** Opens a recording of a hundred thousand letters, and types into the middle of its end. */
export async function benchLongTyping(page: Page, origin: string): Promise<LongTyping> {
  await page.goto(`${origin}/embed/crdt/long-text/`);
  const figure = page.locator('section[data-ready]');
  await figure.waitFor();
  const file = await traceFile();
  const begun = performance.now();
  await page.getByLabel('Open a trace…').setInputFiles(file);
  await page.getByRole('status').filter({ hasText: 'a second' }).waitFor({ timeout: 120_000 });
  const openedSeconds = (performance.now() - begun) / 1000;
  await figure.focus();
  await page.keyboard.press('End');
  const field = page.getByLabel('The text, to be typed in');
  await field.click();
  await field.evaluate((area: HTMLTextAreaElement) => {
    const middle = Math.floor(area.value.length / 2);
    area.setSelectionRange(middle, middle);
    const times: number[] = [];
    Object.assign(window, { times });
    let handled = 0;
    // Behind the figure's own listeners, and behind what they leave to be done at once.
    document.addEventListener('input', () =>
      queueMicrotask(() => queueMicrotask(() => (handled = performance.now()))),
    );
    area.addEventListener('keydown', () => {
      const pressed = performance.now();
      requestAnimationFrame(() => {
        const begun = performance.now();
        const { port1, port2 } = new MessageChannel();
        // A message is handled behind the frame that was about to be painted.
        port1.onmessage = () => times.push(handled - pressed + performance.now() - begun);
        port2.postMessage(null);
      });
    });
  });
  await page.keyboard.type('many letters '.repeat(KEYSTROKES / 13), { delay: 40 });
  const times = await page.evaluate(() => (window as unknown as { times: number[] }).times);
  times.sort((a, b) => a - b);
  const at = (share: number) => Number(times[Math.floor(times.length * share)]!.toFixed(2));
  return {
    trace: file.name,
    letters: (await field.inputValue()).length,
    median: at(0.5),
    p95: at(0.95),
    openedSeconds: Number(openedSeconds.toFixed(2)),
  };
}
