import { describe, expect, test } from 'vitest';
import { LEVELDB_OPTIONS } from './options.ts';
import { flushLevel, isBaseLevelForKey } from './placement.ts';
import { file, version } from './test-files.ts';

describe('a flush of keys 40 to 60 goes', () => {
  test.each([
    ['to level 2 of an empty tree', version<number>(), 2],
    ['to level 0 over a level-0 file', version([file(1, 60, 70)]), 0],
    ['to level 0 over a level-1 file', version([], [file(1, 0, 40)]), 0],
    ['to level 1 over a level-2 file', version([], [], [file(1, 50, 50)]), 1],
    ['past files that end before it', version([file(1, 0, 39)], [file(2, 61, 70)]), 2],
    ['no deeper than level 2', version([], [], [], [file(1, 50, 51)]), 2],
    ['to level 0 over 21 MiB of level 2', version([], [], [file(1, 41, 42, { mib: 21 })]), 0],
    ['to level 1 over 20 MiB of level 2', version([], [], [file(1, 41, 42, { mib: 20 })]), 1],
    ['to level 1 over 21 MiB of level 3', version([], [], [], [file(1, 41, 42, { mib: 21 })]), 1],
  ])('%s', (_, tree, expected) => {
    expect(flushLevel(tree, 40, 60, LEVELDB_OPTIONS)).toBe(expected);
  });
});

describe('a tombstone merged out of level 1', () => {
  test.each([
    ['is needed while level 3 spans its key', version([], [], [], [file(1, 0, 9)]), false],
    [
      'is needed while level 6 spans its key',
      version([], [], [], [], [], [], [file(1, 5, 5)]),
      false,
    ],
    ['is not needed between two files', version([], [], [], [file(1, 0, 4), file(2, 6, 9)]), true],
    [
      'is not needed for what its own inputs hold',
      version([], [file(1, 0, 9)], [file(2, 0, 9)]),
      true,
    ],
  ])('%s', (_, tree, expected) => {
    expect(isBaseLevelForKey(tree, 1, 5)).toBe(expected);
  });
});
