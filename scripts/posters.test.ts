import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MAX_BYTES, pngSize, postersOf, SIZE } from './posters.ts';

const root = join(import.meta.dirname, '..');

describe('pictures for previews', () => {
  test.each(postersOf(root))(
    'the article $slug has one, of the size and weight asked for',
    (poster) => {
      const bytes = readFileSync(join(root, poster.path));
      expect(pngSize(bytes)).toEqual(SIZE);
      expect(bytes.length).toBeLessThan(MAX_BYTES);
    },
  );

  test('bytes that are no PNG are refused', () => {
    expect(() => pngSize(Buffer.from('GIF89a, and then some'))).toThrow('not a PNG');
  });
});
