import type { Page } from '@playwright/test';
import { expect } from './site.ts';

/** Waits until a deck stands at a slide, from 1, whose figure shows a frame. */
type Arrive = (slide: number, frame?: number) => Promise<void>;

/** Each step of the talk that both decks hold: the slide, and the frame that its figure shows. */
const STEPS: readonly (readonly [slide: number, frame?: number])[] = [
  [1],
  ...[1, 3, 19, 24, 32, 33].map((f) => [2, f] as const),
  ...[44, 58, 74, 93].map((f) => [3, f] as const),
  ...[13, 14, 15, 16, 17].map((f) => [4, f] as const),
  ...[39, 65, 108, 170].map((f) => [5, f] as const),
  [6],
];

/** A clicker's keys, and those of a keyboard. */
export const KEYS = [
  ['PageDown', 'PageUp'],
  ['ArrowRight', 'ArrowLeft'],
] as const;

/** Through the talk by one pair of keys, and all the way back. No figure takes the focus. */
export async function walk(
  page: Page,
  [next, previous]: (typeof KEYS)[number],
  arrive: Arrive,
): Promise<void> {
  for (const [slide, frame] of STEPS) {
    await arrive(slide, frame);
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
    await page.keyboard.press(next);
  }
  for (const [slide, frame] of STEPS.toReversed()) {
    await arrive(slide, frame);
    await page.keyboard.press(previous);
  }
  await arrive(1);
}

/** From a figure that has the focus, at the second of its frames, out of its slide and back in. */
export async function stepOut(page: Page, arrive: Arrive): Promise<void> {
  for (const frame of [15, 16, 17]) {
    await page.keyboard.press('PageDown');
    await arrive(4, frame);
  }
  // Past the figure's end, with the focus still in it, the deck goes on and has the keys again.
  await page.keyboard.press('PageDown');
  await arrive(5, 39);
  await page.keyboard.press('PageDown');
  await arrive(5, 65);
  await page.keyboard.press('PageUp');
  await page.keyboard.press('PageUp');
  await arrive(4, 17);
}
