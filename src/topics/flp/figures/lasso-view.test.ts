import { expect, test } from 'vitest';
import { ringPlaces } from './lasso-view.ts';

test.each([1, 2, 6, 10, 15])('a ring of %i goes once around, and ends at the top', (count) => {
  const places = ringPlaces(count, 100);
  expect(places).toHaveLength(count);
  for (const { x, y } of places) expect(Math.hypot(x, y)).toBeCloseTo(100);
  expect(places.at(-1)!.x).toBeCloseTo(0);
  expect(places.at(-1)!.y).toBeCloseTo(-100);
});

test('names stand outside of it, on their own side', () => {
  for (const { word } of ringPlaces(8, 100)) {
    expect(Math.hypot(word.x, word.y)).toBeGreaterThan(100);
    if (word.anchor === 'start') expect(word.x).toBeGreaterThan(0);
    if (word.anchor === 'end') expect(word.x).toBeLessThan(0);
  }
});
