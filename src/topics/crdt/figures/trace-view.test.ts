import { expect, test } from 'vitest';
import { recordSample } from '../engine/trace/sample-recording.ts';
import { curveOf, linesAround, metadataBy } from './trace-view.ts';

const moment = (around: string, at: number, from = 0) => ({
  edits: 1,
  agent: 0,
  length: around.length,
  total: around.length,
  at,
  from,
  around,
  metadata: null,
});

test('lines break at spaces and newlines, and the caret is where the edit was', () => {
  const lines = linesAround(moment('the old dog\nand a cat', 14), 8, 9);
  expect(lines.map(({ text }) => text)).toEqual(['the old ', 'dog', 'and a ', 'cat']);
  expect(lines.map(({ caret }) => caret)).toEqual([null, null, 2, null]);
});

test('a word longer than a line is broken, and the line of the edit is in the middle', () => {
  const lines = linesAround(moment('abcdefghij'.repeat(10), 155, 100), 10, 3);
  expect(lines).toHaveLength(3);
  expect(lines[1]!.caret).toBe(5);
});

test('an emoji is one letter', () => {
  const [line] = linesAround(moment('a👍b', 2), 8, 1);
  expect(line).toEqual({ text: 'a👍b', caret: 2 });
});

test('the sample has a curve, and some bytes for each letter', () => {
  const { moments } = recordSample();
  const box = { width: 100, height: 40, most: 4000 };
  const curve = curveOf(moments, ({ length }) => length, moments.length - 1, box);
  expect(curve.now.x).toBe(100);
  expect(curve.d.match(/L/g)!.length).toBeGreaterThan(40);
  expect(curve.d.endsWith(`L${curve.now.x} ${curve.now.y}`)).toBe(true);
  expect(metadataBy(moments, moments.length - 1)).toBeGreaterThan(0.2);
});
