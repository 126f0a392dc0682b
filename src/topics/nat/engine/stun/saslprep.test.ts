import { expect, test } from 'vitest';
import { Prohibited, saslprep } from './saslprep.ts';

test('the examples of RFC 4013 §3', () => {
  expect(saslprep('I\u00adX')).toBe('IX');
  expect(saslprep('user')).toBe('user');
  expect(saslprep('USER')).toBe('USER');
  expect(saslprep('\u00aa')).toBe('a');
  expect(saslprep('\u2168')).toBe('IX');
  expect(() => saslprep('\u0007')).toThrow(Prohibited);
});

test('visible ASCII stays as it is', () => {
  const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('');
  expect(saslprep(ascii)).toBe(ascii);
});

test('spaces of other kinds become spaces, and joiners nothing', () => {
  expect(saslprep('a\u00a0b\u3000c')).toBe('a b c');
  expect(saslprep('a\u200db\ufe0fc\ufeff')).toBe('abc');
});

test.each([
  ['\u0000', 'U+0000'],
  ['\u007f', 'U+007F'],
  ['é\u0085', 'U+0085'],
  ['\ue000', 'U+E000'],
  ['\ufdd0', 'U+FDD0'],
  ['\ud800', 'U+D800'],
  ['\ufffd', 'U+FFFD'],
  ['\u2ff0', 'U+2FF0'],
  ['\u202e', 'U+202E'],
  ['\u{e0041}', 'U+E0041'],
])('%j is refused by name', (text, name) => {
  expect(() => saslprep(text)).toThrow(
    `A username, realm or password may not have the character ${name}.`,
  );
});
