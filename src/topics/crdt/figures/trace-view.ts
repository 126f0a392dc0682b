import type { Moment } from '../engine/trace/record.ts';

export interface Line {
  readonly text: string;
  /** Where the caret is in it, in letters; `null` on the other lines. */
  readonly caret: number | null;
}

/** The lines around an edit, broken at spaces where that can be, the edit's own in the middle. */
export function linesAround(
  { around, at, from }: Moment,
  columns: number,
  rows: number,
): readonly Line[] {
  const letters = [...around];
  const lines: { text: string; start: number }[] = [];
  let start = 0;
  while (start < letters.length) {
    const end = endOfLine(letters, start, columns);
    lines.push({ text: letters.slice(start, end).join('').replace('\n', ''), start });
    start = end;
  }
  if (lines.length === 0) lines.push({ text: '', start: 0 });
  const caret = Math.min(at - from, letters.length);
  const own = lines.findLastIndex((line) => line.start <= caret);
  const first = Math.max(0, Math.min(own - Math.floor(rows / 2), lines.length - rows));
  return lines.slice(first, first + rows).map((line, i) => ({
    text: line.text,
    caret: first + i === own ? Math.min(caret - line.start, [...line.text].length) : null,
  }));
}

function endOfLine(letters: readonly string[], start: number, columns: number): number {
  const newline = letters.indexOf('\n', start);
  const most = Math.min(letters.length, start + columns);
  if (newline >= 0 && newline < most) return newline + 1;
  if (most === letters.length) return most;
  const space = letters.lastIndexOf(' ', most - 1);
  return space > start ? space + 1 : most;
}

export interface Curve {
  readonly d: string;
  readonly now: { readonly x: number; readonly y: number };
}

/** A number over the moments, as a line in a box. */
export function curveOf(
  moments: readonly Moment[],
  measure: (moment: Moment) => number,
  at: number,
  box: { readonly width: number; readonly height: number; readonly most: number },
): Curve {
  const last = moments.at(-1)!.edits || 1;
  const point = (moment: Moment) => ({
    x: Math.round((moment.edits / last) * box.width * 10) / 10,
    y: Math.round((1 - measure(moment) / Math.max(1, box.most)) * box.height * 10) / 10,
  });
  // As many points as can be told apart, and the last.
  const step = Math.max(1, Math.ceil(moments.length / 60));
  const drawn = moments.filter((_, i) => i % step === 0 || i === moments.length - 1);
  const d = drawn.map(point).map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`);
  return { d: d.join(''), now: point(moments[at]!) };
}

/** What was measured last by a moment: not every one is. */
export function metadataBy(moments: readonly Moment[], at: number): number {
  for (let i = at; i >= 0; i -= 1) {
    const { metadata, length } = moments[i]!;
    if (metadata !== null && length > 0) return metadata / length;
  }
  return 0;
}
