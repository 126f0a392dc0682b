import { expect, test } from 'vitest';
import { compareInternal, internalKey } from './keys.ts';

test.each([
  ['user keys come first', internalKey('a', 1), internalKey('b', 9), -1],
  ['the newer version of a key comes first', internalKey('a', 9), internalKey('a', 1), -1],
  [
    'a put comes before a delete of the same number',
    internalKey(1, 5),
    internalKey(1, 5, 'delete'),
    -1,
  ],
  ['equal keys are equal', internalKey(7, 5), internalKey(7, 5), 0],
  ['integers compare as numbers', internalKey(9, 1), internalKey(10, 1), -1],
  ['strings compare by byte', internalKey('\x7f', 1), internalKey('\xff', 1), -1],
])('%s', (_, a, b, expected) => {
  expect(Math.sign(compareInternal(a, b))).toBe(expected);
  expect(Math.sign(compareInternal(b, a))).toBe(expected === 0 ? 0 : -expected);
});
