import { textWidth } from '../../../player/drawing/text-width.ts';
import { wrap } from '../../../player/text.ts';
import type { HatchView, Reading } from './hatch-view.ts';

export interface HatchLine {
  /** Of the model: kept, struck out, or written in its place. */
  readonly kind: 'same' | 'old' | 'new';
  readonly words: readonly string[];
  readonly y: number;
  readonly height: number;
}

/** Where the parts of the panel stand, in its own units. */
export interface HatchLayout {
  readonly lines: readonly HatchLine[];
  readonly readingTop: number;
  readonly readings: readonly (Reading & { x: number; y: number; width: number })[];
  readonly tableTop: number;
  readonly rows: readonly {
    words: readonly string[];
    before: string;
    after: string;
    y: number;
  }[];
  readonly gainsTop: number;
  readonly impossibleTop: number;
  readonly height: number;
}

/** Room for the readings of any frame, so that stepping moves nothing below them. */
const READING_ROWS = 2;

export function hatchLayout(view: HatchView, width: number): HatchLayout {
  const letters = Math.floor((width - 24) / 6.9);
  let y = 42;
  const lines = view.lines.flatMap(({ text, instead }): HatchLine[] => {
    const parts = [{ kind: instead ? ('old' as const) : ('same' as const), text }];
    const all = instead ? [...parts, { kind: 'new' as const, text: instead }] : parts;
    return all.map(({ kind, text }) => {
      const words = wrap(text, letters);
      const line = { kind, words, y, height: words.length * 19 + 4 };
      y += words.length * 19 + 7;
      return line;
    });
  });
  const readingTop = y + 22;
  const readings = placeReadings(view.readings, readingTop + 14, width);
  const tableTop = readingTop + 14 + READING_ROWS * 38 + 28;
  let rowY = tableTop + 28;
  const rows = view.rows.map(({ what, before, after }) => {
    const words = wrap(what, Math.floor((width - (width < 440 ? 140 : 200)) / 6.3));
    const row = { words, before, after, y: rowY };
    rowY += words.length * 17 + 12;
    return row;
  });
  const gainsTop = rowY + 20;
  const impossibleTop = gainsTop + wrap(view.gains, letters).length * 19 + 48;
  const height = impossibleTop + wrap(view.impossible, letters).length * 19 + 40;
  return { lines, readingTop, readings, tableTop, rows, gainsTop, impossibleTop, height };
}

function placeReadings(readings: readonly Reading[], top: number, width: number) {
  let [x, y] = [0, top];
  return readings.map((reading) => {
    const own = Math.ceil(textWidth(reading.text, 12.5)) + 26;
    if (x > 0 && x + own > width) {
      x = 0;
      y += 38;
    }
    const placed = { ...reading, x, y, width: own };
    x += own + 8;
    return placed;
  });
}
