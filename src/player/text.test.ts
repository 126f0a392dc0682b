import { expect, test } from 'vitest';
import { wrap } from './text.ts';

test('a sentence is broken at its spaces', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('one', 7)).toEqual(['one']);
});

test('a word that is longer than a line is broken too', () => {
  expect(wrap('is 2b91f599fd', 4)).toEqual(['is', '2b91', 'f599', 'fd']);
});

test('nothing is one empty line', () => {
  expect(wrap('', 4)).toEqual(['']);
});
