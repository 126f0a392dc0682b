import { describe, expect, test } from 'vitest';
import type { BrokenRules } from './options.ts';
import { LEVELDB_OPTIONS } from './options.ts';
import { compactionScores, completeInputs, pickCompaction } from './picker.ts';
import { file, numbers, version } from './test-files.ts';
import type { CompactPointers, FileMeta, Version } from './types.ts';
import { LEVELS } from './types.ts';

const OPTIONS = { ...LEVELDB_OPTIONS, maxFileBytes: 1 << 20 };
const START: CompactPointers = Array.from({ length: LEVELS }, () => null);

function pointers(level: number, user: number, seq = 0): CompactPointers {
  return START.map((old, each) => (each === level ? { user, seq, type: 'put' } : old));
}

function pick(tree: Version<FileMeta<number>>, at: CompactPointers = START, rules?: BrokenRules) {
  return pickCompaction(tree, at, OPTIONS, rules);
}

function inputs(...args: Parameters<typeof pick>): number[][] | undefined {
  return pick(...args)?.inputs.map(numbers);
}

/** Eleven files of 1 MiB side by side: level 1 is 10 % over its target. */
const overfull = Array.from({ length: 11 }, (_, i) => file(10 + i, i * 10, i * 10 + 9));

describe('the level', () => {
  const four = [1, 2, 3, 4].map((n) => file(n, 0, 99));
  test.each([
    ['none while every score is below 1', version(four.slice(1)), undefined],
    ['level 0 at four files', version(four), 0],
    ['level 1 at its target of 10 MiB', version([], [file(1, 0, 9, { mib: 10 })]), 1],
    ['level 0 when level 1 scores the same', version(four, [file(9, 0, 9, { mib: 10 })]), 0],
    ['level 1 when it scores more', version(four, overfull), 1],
    ['level 5', version([], [], [], [], [], [file(1, 0, 9, { mib: 100_000 })]), 5],
    [
      'none for the last level, however large',
      version([], [], [], [], [], [], [file(1, 0, 9, { mib: 1e9 })]),
      undefined,
    ],
  ])('is %s', (_, tree, expected) => {
    expect(pick(tree)?.level).toBe(expected);
  });

  test('has scores for levels 0 to 5', () => {
    expect(compactionScores(version(four, overfull), OPTIONS)).toEqual([1, 1.1, 0, 0, 0, 0]);
  });
});

describe('the seed', () => {
  const tree = version([], overfull);
  test.each([
    ['is the first file at first', START, 10, false],
    ['is the next file beyond the pointer', pointers(1, 19, 1100), 12, false],
    ['is the same file while the pointer is inside it', pointers(1, 15), 11, false],
    ['wraps when the pointer is at the end', pointers(1, 109, 0), 10, true],
  ])('%s', (_, at, expected, wrapped) => {
    expect(pick(tree, at)?.seed.number).toBe(expected);
    expect(pick(tree, at)?.wrapped).toBe(wrapped);
  });

  test('is always the first file without the compact pointer', () => {
    expect(inputs(tree, pointers(1, 19), { skipCompactPointer: true })).toEqual([[10], []]);
  });

  test('leaves the pointer at the largest key of the upper inputs', () => {
    const decision = pick(tree, pointers(1, 15))!;
    expect(decision.pointers[1]).toEqual(overfull[1]!.largest);
    expect(decision.pointers[0]).toBeNull();
  });
});

describe('level 0', () => {
  const chain = version([file(1, 0, 10), file(2, 9, 20), file(3, 19, 30), file(4, 50, 60)]);

  test('takes every file that overlaps one already taken', () => {
    expect(inputs(chain)).toEqual([[1, 2, 3], []]);
    expect(numbers(pick(chain)!.overlapping)).toEqual([1, 2, 3]);
  });

  test('takes only the neighbours of the seed when the rule is broken', () => {
    expect(inputs(chain, START, { skipTransitiveLevel0: true })).toEqual([[1, 2], []]);
  });

  test('takes one file alone if nothing overlaps it, and moves it', () => {
    expect(pick(chain, pointers(0, 30))).toMatchObject({ trivialMove: true, wrapped: false });
    expect(inputs(chain, pointers(0, 30))).toEqual([[4], []]);
  });
});

describe('expansion', () => {
  const below = [file(40, 0, 25), file(41, 27, 200)];
  const tree = version([], overfull, below);

  test('takes more files above that touch no further file below', () => {
    const decision = pick(tree, pointers(1, 9))!;
    expect(decision.seed.number).toBe(11);
    expect(decision.inputs.map(numbers)).toEqual([[11], [40]]);
    expect(decision.expansion).toBe('needs more below');
    const roomy = version([], overfull, [file(40, 0, 29), file(41, 30, 200)]);
    const wide = pick(roomy, pointers(1, 9))!;
    expect(wide.inputs.map(numbers)).toEqual([[10, 11, 12], [40]]);
    expect(numbers(wide.expanded)).toEqual([10, 12]);
    expect(wide.expansion).toBe('taken');
    expect(wide.pointers[1]?.user).toBe(29);
  });

  test('stops short of 25 file sizes', () => {
    const heavy = (mib: number) => version([], overfull, [file(40, 0, 29, { mib })]);
    expect(inputs(heavy(21), pointers(1, 9))).toEqual([[10, 11, 12], [40]]);
    expect(inputs(heavy(22), pointers(1, 9))).toEqual([[11], [40]]);
    expect(pick(heavy(22), pointers(1, 9))?.expansion).toBe('too large');
  });

  test('never happens when the rule is broken', () => {
    const roomy = version([], overfull, [file(40, 0, 29), file(41, 30, 200)]);
    expect(inputs(roomy, pointers(1, 9), { skipExpansion: true })).toEqual([[11], [40]]);
  });

  test('needs a file below to be worth it', () => {
    expect(pick(version([], overfull))).toMatchObject({ expansion: 'nothing to add' });
  });
});

describe('boundary files', () => {
  /** Key 19 has three versions, which a snapshot has kept in three files. */
  const shared = [
    file(21, 10, 19, { newest: 900, oldest: 700 }),
    file(22, 19, 19, { newest: 600, oldest: 500 }),
    file(23, 19, 29, { newest: 400, oldest: 400 }),
    file(24, 40, 50, { mib: 9 }),
  ];

  test('at the upper level follow the last key of the inputs', () => {
    const decision = pick(version([], shared))!;
    expect(decision.inputs.map(numbers)).toEqual([[21, 22, 23], []]);
    expect(numbers(decision.boundary)).toEqual([22, 23]);
    expect(decision.trivialMove).toBe(false);
  });

  test('stay behind when the rule is broken', () => {
    expect(inputs(version([], shared), START, { skipBoundaryFiles: true })).toEqual([[21], []]);
  });

  test('at the lower level follow the last key of those inputs', () => {
    const upper = [file(1, 0, 12, { mib: 10 })];
    // Files 22 and 23 share key 19 with 21, and no user key of the upper range.
    expect(inputs(version([], upper, shared))).toEqual([[1], [21, 22, 23]]);
    expect(inputs(version([], upper, shared), START, { skipBoundaryFiles: true })).toEqual([
      [1],
      [21],
    ]);
  });

  test('are not found where only the user key of the next file differs', () => {
    expect(inputs(version([], overfull))).toEqual([[10], []]);
  });
});

describe('a trivial move', () => {
  const seed = file(1, 0, 9, { mib: 10 });
  test.each([
    ['happens over nothing', version([], [seed]), true],
    [
      'happens over 10 file sizes of grandparents',
      version([], [seed], [], [file(2, 5, 9, { mib: 10 })]),
      true,
    ],
    ['gives way over more', version([], [seed], [], [file(2, 5, 9, { mib: 11 })]), false],
    ['gives way to a file below', version([], [seed], [file(2, 5, 9)]), false],
    [
      'happens into the last level',
      version([], [], [], [], [], [file(1, 0, 9, { mib: 100_000 })]),
      true,
    ],
  ])('%s', (_, tree, expected) => {
    expect(pick(tree)?.trivialMove).toBe(expected);
  });
});

test('grandparents overlap the range of all inputs, not of the upper ones alone', () => {
  const tree = version(
    [],
    [file(1, 50, 55, { mib: 10 })],
    [file(2, 40, 60)],
    [file(3, 0, 10), file(4, 20, 42), file(5, 58, 70), file(6, 61, 62)],
  );
  expect(numbers(pick(tree)!.grandparents)).toEqual([4, 5]);
});

test('inputs can be completed from files chosen by other means', () => {
  const tree = version([], overfull, [file(40, 0, 29), file(41, 30, 200)]);
  const chosen = completeInputs(tree, 1, [overfull[1]!], OPTIONS);
  expect(chosen.inputs.map(numbers)).toEqual([[10, 11, 12], [40]]);
});
