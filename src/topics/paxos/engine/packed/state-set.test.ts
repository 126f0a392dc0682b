import { expect, test } from 'vitest';
import { bitsFor, layoutOf, pack, unpack } from './layout.ts';
import { FULL, SEEN, StateSet } from './state-set.ts';

const NO_LIMITS = { maxStates: Number.POSITIVE_INFINITY, maxBytes: Number.POSITIVE_INFINITY };

test.each([1, 2, 4])('keeps what a Map keeps, in states of %i words', (words) => {
  const set = new StateSet(words, NO_LIMITS);
  const map = new Map<string, number>();
  const key = new Int32Array(words);
  let wrong = 0;
  for (let i = 0; i < 200_000; i += 1) {
    // Few different states, alike in most bits, as those of a search are.
    const draw = Math.imul(i, 0x9e37_79b1) >>> 15;
    key.fill(0);
    key[draw % words] = draw << (draw & 7);
    const text = key.join();
    const number = set.insert(key, i);
    const known = map.has(text);
    if (number !== (known ? SEEN : map.size)) wrong += 1;
    if (known) continue;
    map.set(text, number);
    if (set.parentOf(number) !== i) wrong += 1;
  }
  expect(set.size).toBe(map.size);
  expect(map.size).toBeGreaterThan(20_000);
  for (const [text, number] of map) {
    const at = set.offsetOf(number);
    const kept = set.chunkOf(number).subarray(at, at + words);
    if (kept.join() !== text) wrong += 1;
  }
  expect(wrong).toBe(0);
});

test('counts its bytes, and no growth moves more than a segment', () => {
  const set = new StateSet(2, NO_LIMITS);
  const key = new Int32Array(2);
  let most = 0;
  for (let i = 0; i < 1_000_000; i += 1) {
    key[0] = i;
    const before = set.moved;
    set.insert(key, 0);
    most = Math.max(most, set.moved - before);
  }
  expect(most).toBeLessThanOrEqual(2 ** 13);
  expect(set.bytes / set.size).toBeGreaterThan(2 * 4 + 4 + 8 / 0.7);
  expect(set.bytes / set.size).toBeLessThan(2 * 4 + 4 + 8 / 0.33);
});

test('takes no new state at a limit, and still knows the old ones', () => {
  const set = new StateSet(1, { ...NO_LIMITS, maxStates: 2 });
  const [one, two, three] = [1, 2, 3].map((n) => Int32Array.of(n));
  expect([set.insert(one!, -1), set.insert(two!, 0), set.insert(three!, 0)]).toEqual([0, 1, FULL]);
  expect(set.insert(one!, 0)).toBe(SEEN);
});

test('parts survive packing, and none is split', () => {
  expect([1, 2, 3, 4, 5, 8, 9].map(bitsFor)).toEqual([0, 1, 2, 2, 3, 3, 4]);
  const layout = layoutOf([20, 20, 5, 32, 1])!;
  expect(layout.words).toBe(3);
  const parts = Int32Array.of(0xf_ffff, 0xa_bcde, 31, -1, 1);
  const key = new Int32Array(4);
  pack(layout, parts, key.subarray(0, 3));
  const back = new Int32Array(5);
  unpack(layout, Int32Array.of(7, ...key.subarray(0, 3)), 1, back);
  expect(back).toEqual(parts);
  expect(layoutOf([4, 33])).toBeNull();
});
