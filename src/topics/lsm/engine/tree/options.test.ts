import { expect, test } from 'vitest';
import { LEVELDB_OPTIONS, sanitizeOptions } from './options.ts';

test.each([
  [1, 64 << 10, 1 << 20],
  [80 << 10, 80 << 10, 1 << 20],
  [3 << 20, 3 << 20, 3 << 20],
  [2 ** 33, 1 << 30, 1 << 30],
])('sizes of %d become %d for the buffer and %d for files', (size, buffer, file) => {
  const options = sanitizeOptions({
    ...LEVELDB_OPTIONS,
    writeBufferBytes: size,
    maxFileBytes: size,
  });
  expect(options.writeBufferBytes).toBe(buffer);
  expect(options.maxFileBytes).toBe(file);
});
