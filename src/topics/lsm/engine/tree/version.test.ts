import { describe, expect, test } from 'vitest';
import { LEVELDB_OPTIONS } from './options.ts';
import { file, numbers, version } from './test-files.ts';
import {
  applyChanges,
  emptyVersion,
  levelBytes,
  maxBytesForLevel,
  overlappingFiles,
  rangeOf,
  versionDisorder,
} from './version.ts';

describe('overlapping files', () => {
  const level = [file(1, 10, 19), file(2, 20, 29), file(3, 40, 49)];
  test.each<[number | null, number | null, number[]]>([
    [null, null, [1, 2, 3]],
    [19, 20, [1, 2]],
    [30, 39, []],
    [null, 10, [1]],
    [49, null, [3]],
    [50, null, []],
    [0, 9, []],
    [29, 40, [2, 3]],
  ])('of %j to %j below level 0 are %j', (begin, end, expected) => {
    expect(numbers(overlappingFiles(version([], level), 1, begin, end))).toEqual(expected);
    expect(numbers(overlappingFiles(version(level), 0, begin, end))).toEqual(expected);
  });

  test('of level 0 reach as far as a chain of files does', () => {
    const chain = version([file(1, 30, 40), file(2, 15, 31), file(3, 0, 16), file(4, 50, 60)]);
    expect(numbers(overlappingFiles(chain, 0, 35, 36))).toEqual([3, 2, 1]);
    expect(numbers(overlappingFiles(chain, 0, 35, 36, false))).toEqual([1]);
  });
});

describe('an edit', () => {
  const before = version<number>(
    [file(9, 0, 99)],
    [file(1, 10, 19), file(3, 30, 39)],
    [file(4, 0, 50)],
  );

  test('puts files in order of smallest key, then number', () => {
    const added = [
      { level: 1, file: file(7, 20, 29) },
      { level: 0, file: file(11, 0, 99, { newest: 900 }) },
      { level: 0, file: file(10, 0, 5) },
    ];
    const after = applyChanges(before, { deleted: [{ level: 1, number: 3 }], added });
    expect(numbers(after.levels[0]!)).toEqual([10, 9, 11]);
    expect(numbers(after.levels[1]!)).toEqual([1, 7]);
    expect(versionDisorder(after)).toBeNull();
  });

  test('shares the levels it does not name, and leaves the old version alone', () => {
    const after = applyChanges(before, { deleted: [{ level: 0, number: 9 }], added: [] });
    expect(after.levels[2]).toBe(before.levels[2]);
    expect(numbers(before.levels[0]!)).toEqual([9]);
    expect(applyChanges(before, { deleted: [], added: [] })).toBe(before);
  });

  test('moves a file between levels', () => {
    const moved = before.levels[0]![0]!;
    const after = applyChanges(before, {
      deleted: [{ level: 0, number: 9 }],
      added: [{ level: 3, file: moved }],
    });
    expect(numbers(after.levels[0]!)).toEqual([]);
    expect(after.levels[3]).toEqual([moved]);
  });

  test('that deletes an absent file changes nothing', () => {
    const after = applyChanges(before, { deleted: [{ level: 5, number: 77 }], added: [] });
    expect(after).toEqual(before);
  });
});

test('disorder and overlap below level 0 are named', () => {
  expect(versionDisorder(version([file(1, 0, 9), file(2, 5, 8)]))).toBeNull();
  expect(versionDisorder(version([], [file(1, 0, 9), file(2, 9, 12, { newest: 50 })]))).toBeNull();
  expect(versionDisorder(version([], [file(1, 0, 9), file(2, 5, 12)]))).toBe(
    'files 1 and 2 of level 1 overlap',
  );
});

test('sizes and targets', () => {
  const some = version([], [file(1, 0, 9), file(2, 20, 30, { mib: 2 })]);
  expect(levelBytes(some, 1)).toBe(3 << 20);
  expect(levelBytes(emptyVersion(), 1)).toBe(0);
  expect([1, 2, 3].map((level) => maxBytesForLevel(level, LEVELDB_OPTIONS))).toEqual([
    10 << 20,
    100 << 20,
    1000 << 20,
  ]);
  expect(rangeOf(some.levels[1]!).largest.user).toBe(30);
  expect(() => rangeOf([])).toThrow(RangeError);
});
