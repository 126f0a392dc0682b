import { expect, test } from 'vitest';
import { caretAfter, changeBetween } from './typing.ts';

test.each([
  ['typed at the end', 'brea', 'bread', 5, { at: 4, removed: 0, text: 'd' }],
  ['typed at the start', 'read', 'bread', 1, { at: 0, removed: 0, text: 'b' }],
  ['the same letter before itself', 'e', 'ee', 1, { at: 0, removed: 0, text: 'e' }],
  ['the same letter behind itself', 'e', 'ee', 2, { at: 1, removed: 0, text: 'e' }],
  ['backspace', 'bread', 'brad', 2, { at: 2, removed: 1, text: '' }],
  ['backspace in a row of the same', 'aaa', 'aa', 1, { at: 1, removed: 1, text: '' }],
  ['a selection typed over', 'the cat', 'the dog', 7, { at: 4, removed: 3, text: 'dog' }],
  ['a paste', 'ad', 'abcd', 3, { at: 1, removed: 0, text: 'bc' }],
  ['everything deleted', 'bread', '', 0, { at: 0, removed: 5, text: '' }],
  ['an emoji of many code units', 'a👩‍👩‍👧b', 'ab', 1, { at: 1, removed: 1, text: '' }],
  ['an emoji typed', 'ab', 'a👍🏽b', 5, { at: 1, removed: 0, text: '👍🏽' }],
  ['a word composed', 'か', 'かな', 2, { at: 1, removed: 0, text: 'な' }],
])('%s', (_, before, after, caret, change) => {
  expect(changeBetween(before, after, caret)).toEqual(change);
  expect(caretAfter(before, change)).toBe(caret);
});

test('nothing, where nothing changed', () => {
  expect(changeBetween('a', 'a', 1)).toBeNull();
});
