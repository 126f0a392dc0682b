import { textWidth } from '../../../player/drawing/text-width.ts';

/** Something with words in it, from its upper left corner. */
export interface PillPlace {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export const PILL_HEIGHT = 36;
const GAP = 8;
const SIZE = 13.5;

/** Side by side, and on the next row where there is no more room. */
export function flow(
  texts: readonly string[],
  width: number,
  { left = 0, padding = 30 }: { readonly left?: number; readonly padding?: number } = {},
): { readonly pills: readonly PillPlace[]; readonly height: number } {
  let [x, y] = [left, 0];
  const pills = texts.map((text) => {
    const wanted = Math.min(width, textWidth(text, SIZE) + padding);
    if (x > 0 && x + wanted > width) {
      x = 0;
      y += PILL_HEIGHT + GAP;
    }
    const pill = { text, x, y, width: wanted };
    x += wanted + GAP;
    return pill;
  });
  return { pills, height: pills.length === 0 ? 0 : y + PILL_HEIGHT };
}

export interface CopyPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Above a tree: whose copy it is, and what is on its way there. */
export const HEAD = 48;
/** Below it: what has left no trace, and what can be done. */
export const GONE = 32;
export const OFFERS = 52;

/** Copies beside each other where each has room for a word, else below each other. */
export function placeCopies(
  count: number,
  width: number,
  top: number,
  tree: number,
  gone: boolean,
): { readonly copies: readonly CopyPlace[]; readonly bottom: number } {
  const gap = 48;
  const beside = width >= count * 290 + (count - 1) * gap;
  const each = HEAD + tree + (gone ? GONE : 0) + OFFERS;
  const across = beside ? (width - (count - 1) * gap) / count : width;
  const copies = Array.from({ length: count }, (_, i) => ({
    x: beside ? i * (across + gap) : 0,
    y: top + (beside ? 0 : i * (each + 20)),
    width: across,
  }));
  return { copies, bottom: copies.at(-1)!.y + each };
}
