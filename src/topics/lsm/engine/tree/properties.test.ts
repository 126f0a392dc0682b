import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEVELDB_OPTIONS } from './options.ts';
import { pickCompaction } from './picker.ts';
import { numbers, version } from './test-files.ts';
import type { CompactPointers, FileMeta, Version } from './types.ts';
import { LEVELS } from './types.ts';
import { applyChanges, compareFiles, overlappingFiles, versionDisorder } from './version.ts';

/** Small tables, so that expansion and grandparent limits are met. */
const OPTIONS = { ...LEVELDB_OPTIONS, level1Bytes: 6, levelMultiplier: 3, maxFileBytes: 2 };

type File = FileMeta<number>;

/** Disjoint files of a level: cuts through the entries of a sorted list of keys with versions. */
function level(first: number): fc.Arbitrary<File[]> {
  const entry = fc.record({ key: fc.nat({ max: 60 }), seq: fc.nat({ max: 5 }), cut: fc.boolean() });
  return fc
    .uniqueArray(entry, { maxLength: 40, selector: ({ key, seq }) => key * 10 + seq })
    .map((entries) => {
      const sorted = entries.toSorted((a, b) => a.key - b.key || b.seq - a.seq);
      const groups: (typeof entries)[] = [];
      for (const each of sorted) {
        if (each.cut || groups.length === 0) groups.push([each]);
        else groups[groups.length - 1]!.push(each);
      }
      return groups.map((group, i) => made(first + i, group[0]!, group[group.length - 1]!));
    });
}

function made(
  number: number,
  from: { key: number; seq: number },
  to: { key: number; seq: number },
): File {
  return {
    number,
    bytes: 1 + (number % 3),
    smallest: { user: from.key, seq: from.seq, type: 'put' },
    largest: { user: to.key, seq: to.seq, type: 'put' },
  };
}

const level0 = fc
  .array(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 15 })), { maxLength: 8 })
  .map((ranges) =>
    ranges.map(([from, width], i) =>
      made(i, { key: from, seq: 100 + i }, { key: from + width, seq: 100 + i }),
    ),
  );

const tree: fc.Arbitrary<Version<File>> = fc
  .tuple(level0, level(100), level(200), level(300))
  .map((levels) => version(...levels));

const pointers: fc.Arbitrary<CompactPointers<number>> = fc
  .array(fc.option(fc.nat({ max: 60 })), { minLength: LEVELS, maxLength: LEVELS })
  .map((users) => users.map((user) => (user === null ? null : { user, seq: 3, type: 'put' })));

function overlap(a: File, from: number, to: number): boolean {
  return a.largest.user >= from && a.smallest.user <= to;
}

test('the search of a sorted level finds what a scan finds', () => {
  fc.assert(
    fc.property(tree, fc.nat({ max: 60 }), fc.nat({ max: 20 }), (some, from, width) => {
      expect(versionDisorder(some)).toBeNull();
      for (const depth of [1, 2, 3]) {
        const scanned = some.levels[depth]!.filter((file) => overlap(file, from, from + width));
        expect(overlappingFiles(some, depth, from, from + width)).toEqual(scanned);
      }
    }),
  );
});

test('the transitive search of level 0 is the closure under overlap', () => {
  fc.assert(
    fc.property(tree, fc.nat({ max: 60 }), (some, key) => {
      let found: readonly File[] = [];
      let [from, to] = [key, key];
      for (let before = -1; before !== found.length; ) {
        before = found.length;
        found = some.levels[0]!.filter((file) => overlap(file, from, to));
        from = Math.min(from, ...found.map(({ smallest }) => smallest.user));
        to = Math.max(to, ...found.map(({ largest }) => largest.user));
      }
      expect(numbers(overlappingFiles(some, 0, key, key))).toEqual(numbers(found));
    }),
  );
});

test('an edit gives the files that a plain list would hold, in order', () => {
  fc.assert(
    fc.property(
      tree,
      level(500),
      fc.nat({ max: 3 }),
      fc.infiniteStream(fc.boolean()),
      (some, more, depth, drop) => {
        const gone = some.levels[depth]!.filter(() => drop.next().value);
        const after = applyChanges(some, {
          deleted: gone.map(({ number }) => ({ level: depth, number })),
          added: more.map((file) => ({ level: depth, file })),
        });
        const plain = some.levels[depth]!.filter((file) => !gone.includes(file)).concat(more);
        expect(after.levels[depth]).toEqual(plain.toSorted(compareFiles));
      },
    ),
  );
});

test('a pick leaves no older version of a key above or beside a newer one it takes', () => {
  let picks = 0;
  fc.assert(
    fc.property(tree, pointers, (some, at) => {
      const decision = pickCompaction(some, at, OPTIONS);
      if (decision === null) return;
      picks++;
      const [upper, lower] = decision.inputs;
      expect(new Set(numbers([...upper, ...lower])).size).toBe(upper.length + lower.length);
      expect(upper).toContain(decision.seed);
      const left = some.levels[decision.level]!.filter((file) => !upper.includes(file));
      // What stays at the level may share a key only with a newer version than any taken.
      for (const stays of left)
        for (const taken of upper)
          if (stays.smallest.user === taken.largest.user)
            expect(stays.smallest.seq).toBeGreaterThan(taken.largest.seq);
      for (const below of some.levels[decision.level + 1]!)
        if (!lower.includes(below))
          expect(upper.some((file) => overlap(below, file.smallest.user, file.largest.user))).toBe(
            false,
          );
      expect(decision.trivialMove && upper.length + lower.length > 1).toBe(false);
    }),
    { numRuns: 500 },
  );
  expect(picks).toBeGreaterThan(100);
});

test('picks in turn visit every file of a level before one comes again', () => {
  fc.assert(
    fc.property(level(100), (files) => {
      const some = version([], files);
      let at: CompactPointers = Array.from({ length: LEVELS }, () => null);
      const seen: number[] = [];
      const tight = { ...OPTIONS, level1Bytes: 1 };
      for (let i = 0; i < files.length; ) {
        const decision = pickCompaction(some, at, tight)!;
        expect(decision.wrapped).toBe(false);
        at = decision.pointers;
        seen.push(...numbers(decision.inputs[0]));
        i += decision.inputs[0].length;
      }
      expect(seen).toEqual(numbers(files));
      if (files.length > 0) expect(pickCompaction(some, at, tight)!.wrapped).toBe(true);
    }),
  );
});
