import { expect, test } from 'vitest';
import { textWidth } from '../../../player/drawing/text-width.ts';
import { type Block, broken, CHIP_HEIGHT, PRESS_HEIGHT, placeBlocks } from './blocks.ts';

const press = (text: string): Block => ({ kind: 'press', text, name: text, says: text });
const BLOCKS: readonly Block[] = [
  { kind: 'title', text: 'Two orders, one end', label: 'bivalent' },
  { kind: 'text', text: 'With (p0, V1) first only 1 is left, with (p0, ∅) first only 0.' },
  { kind: 'head', text: 'Pick any two events' },
  { kind: 'chips', chips: Array.from({ length: 9 }, (_, i) => ({ text: `(p${i}, R1:0)` })) },
  press('Play e, then f'),
  press('Play f, then e'),
];

test.each([240, 288, 390, 712])(
  'at %i px everything stays within, and nothing overlaps',
  (width) => {
    const { lines, chips, presses, height } = placeBlocks(BLOCKS, width);
    const boxes = [
      ...chips.map((chip) => ({ ...chip, height: CHIP_HEIGHT })),
      ...presses.map((p) => ({ ...p, height: PRESS_HEIGHT })),
    ];
    for (const [i, a] of boxes.entries()) {
      expect(a.x + a.width).toBeLessThanOrEqual(width);
      expect(a.y + a.height).toBeLessThanOrEqual(height);
      for (const b of boxes.slice(i + 1)) {
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y;
        expect(apart, `${a.text} and ${b.text}`).toBe(true);
      }
    }
    for (const line of lines) expect(line.y).toBeLessThan(height);
  },
);

test('an event’s name is not broken', () => {
  for (const line of broken(
    'It can take (p1, V1) or (p2, V1) or (p1, ∅) from here on',
    13.5,
    110,
  )) {
    expect((line.match(/\(/g) ?? []).length).toBe((line.match(/\)/g) ?? []).length);
    expect(textWidth(line, 13.5)).toBeLessThanOrEqual(110);
  }
});
