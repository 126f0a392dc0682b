import { expect, test } from 'vitest';
import { changeInLong } from './long-typing.ts';

test.each([
  ['typed at the end', 'brea', 'bread', 5, { at: 4, remove: 0, text: 'd' }],
  ['the same letter before itself', 'ee', 'eee', 1, { at: 0, remove: 0, text: 'e' }],
  ['the same letter behind itself', 'ee', 'eee', 3, { at: 2, remove: 0, text: 'e' }],
  ['backspace in a row of the same', 'aaaa', 'aaa', 1, { at: 1, remove: 1, text: '' }],
  ['a selection typed over', 'the cat sat', 'the dog sat', 7, { at: 4, remove: 3, text: 'dog' }],
  ['behind a pair of code units', '👍👍x', '👍👍yx', 5, { at: 2, remove: 0, text: 'y' }],
  ['one of two with the same half', 'a👍b', 'a👎b', 3, { at: 1, remove: 1, text: '👎' }],
  ['another first half', 'a👍b', 'a🤍b', 3, { at: 1, remove: 1, text: '🤍' }],
  ['everything deleted', 'bread', '', 0, { at: 0, remove: 5, text: '' }],
])('%s', (_, before, after, caret, change) => {
  expect(changeInLong(before, after, caret)).toEqual(change);
});

test('a hundred thousand letters are compared within a frame', () => {
  const before = 'many words and '.repeat(7_000);
  const after = `${before.slice(0, 50_000)}x${before.slice(50_000)}`;
  const begun = performance.now();
  for (let i = 0; i < 20; i += 1) changeInLong(before, after, 50_001);
  expect((performance.now() - begun) / 20).toBeLessThan(16);
  expect(changeInLong(before, after, 50_001)).toEqual({ at: 50_000, remove: 0, text: 'x' });
});
