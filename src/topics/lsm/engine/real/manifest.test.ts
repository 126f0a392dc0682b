import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEVELDB_OPTIONS } from '../tree/options.ts';
import { latin1, latin1Bytes } from './coding.ts';
import { BLOCK_BYTES, readRecords } from './log-format.ts';
import { editAt, readManifest, scanManifest } from './manifest.ts';
import {
  encodeManifest,
  encodeVersionEdit,
  growEdits,
  growManifest,
  LogWriter,
  openingEdit,
} from './manifest-writer.ts';
import { decodeVersionEdit, type VersionEdit } from './version-edit.ts';

const key = fc.record({
  user: fc.uint8Array({ maxLength: 40 }).map(latin1),
  seq: fc.nat(),
  type: fc.constantFrom('put' as const, 'delete' as const),
});
const level = fc.nat({ max: 6 });
const number = fc.nat();
const file = fc
  .record({ number, bytes: fc.maxSafeNat(), from: key, to: key })
  .map(({ number, bytes, from, to }) => {
    const [smallest, largest] = from.user < to.user ? [from, to] : [to, from];
    return { number, bytes, smallest, largest: { ...largest, seq: 0 } };
  })
  .filter((each) => each.smallest.user < each.largest.user);
const edit: fc.Arbitrary<VersionEdit> = fc.record(
  {
    logNumber: number,
    previousLogNumber: number,
    nextFile: number,
    lastSequence: fc.maxSafeNat(),
    pointers: fc.array(fc.record({ level, key }), { maxLength: 2 }),
    deleted: fc.array(fc.record({ level, number }), { maxLength: 8 }),
    added: fc.array(fc.record({ level, file }), { maxLength: 8 }),
  },
  { requiredKeys: ['pointers', 'deleted', 'added'] },
);

function editsOf(bytes: Uint8Array): VersionEdit[] {
  const manifest = readManifest('MANIFEST-000002', bytes);
  return Array.from({ length: manifest.count }, (_, index) => editAt(manifest, index));
}

function firstEdits(count: number): VersionEdit[] {
  const edits: VersionEdit[] = [];
  for (const each of growEdits(1, { ...LEVELDB_OPTIONS, maxFileBytes: 1 << 20 })) {
    edits.push(each);
    if (edits.length === count) break;
  }
  return edits;
}

describe('a version edit', () => {
  test('survives being written and read', () => {
    fc.assert(
      fc.property(edit, (each) => {
        expect(decodeVersionEdit(encodeVersionEdit(each))).toEqual({ edit: each });
      }),
    );
  });

  test.each<[string, number[], number]>([
    ['unknown tag 8', [3, 1, 8, 0], 2],
    ['unknown tag 103, which LevelDB does not have: is this a MANIFEST of RocksDB?', [103], 0],
    ['there is no level 7', [6, 7, 1], 0],
    ['a field tag is cut short', [0x80], 0],
    ['the log number is cut short', [2], 0],
    ['the key has no room for a sequence number', [5, 0, 7, 1, 2, 3, 4, 5, 6, 7], 0],
    ['entry type 2 is unknown', [5, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0], 0],
    ['file 9 ends before it begins', [7, 0, 9, 9, ...fileKey('b'), ...fileKey('a')], 0],
    ['the comparator name is cut short', [1, 9, 65], 0],
  ])('is refused: %s', (reason, payload, at) => {
    const decoded = decodeVersionEdit(Uint8Array.from(payload));
    expect(decoded).toMatchObject({ reason: expect.stringContaining(reason), at });
  });

  test('is refused if its keys have another order', () => {
    const payload = encodeVersionEdit({ ...openingEdit(), comparator: 'idb_cmp1' });
    expect(decodeVersionEdit(payload)).toEqual({
      reason: 'keys are ordered by "idb_cmp1", not by leveldb.BytewiseComparator',
      at: 0,
    });
  });
});

function fileKey(user: string): number[] {
  return [9, user.charCodeAt(0), 1, 0, 0, 0, 0, 0, 0, 0];
}

describe('a log-format file', () => {
  test('of any record sizes comes back as written', () => {
    const size = fc.oneof(
      fc.nat({ max: 40 }),
      fc.integer({ min: BLOCK_BYTES - 30, max: BLOCK_BYTES + 30 }),
      fc.nat({ max: 3 * BLOCK_BYTES }),
    );
    fc.assert(
      fc.property(fc.array(size, { maxLength: 12 }), (sizes) => {
        const writer = new LogWriter();
        for (const [i, each] of sizes.entries()) writer.append(new Uint8Array(each).fill(i + 1));
        const records = [...readRecords('LOG', writer.finish())];
        expect(records.map(({ payload }) => payload.length)).toEqual(sizes);
        expect(records.every(({ payload }, i) => payload.every((b) => b === i + 1))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('may hold an empty first fragment at the end of a block', () => {
    const writer = new LogWriter();
    writer.append(new Uint8Array(BLOCK_BYTES - 14).fill(1));
    const head = new LogWriter();
    head.append(new Uint8Array(BLOCK_BYTES));
    // What old writers left: the header of a first fragment, and nothing in it.
    const empty = firstFragmentHeader();
    const tail = new LogWriter();
    tail.append(Uint8Array.of(7));
    const bytes = Uint8Array.of(...writer.finish(), ...empty, ...tail.finish());
    expect(bytes.length).toBe(BLOCK_BYTES + 8);
    expect([...readRecords('LOG', bytes)].map(({ payload }) => payload.length)).toEqual([
      BLOCK_BYTES - 14,
      1,
    ]);
  });
});

/** Written by the real layout: a record whose first fragment falls on the last 7 bytes of a block. */
function firstFragmentHeader(): Uint8Array {
  const writer = new LogWriter();
  writer.append(new Uint8Array(BLOCK_BYTES - 14));
  writer.append(new Uint8Array(10));
  return writer.finish().slice(BLOCK_BYTES - 7, BLOCK_BYTES);
}

describe('a MANIFEST', () => {
  const edits = firstEdits(300);
  const bytes = encodeManifest(edits);

  test('comes back edit by edit, and spans blocks', () => {
    expect(bytes.length).toBeGreaterThan(2 * BLOCK_BYTES);
    expect(readManifest('M', bytes).problem).toBeNull();
    expect(editsOf(bytes)).toEqual(edits);
  });

  test('reports progress as it is scanned', () => {
    const large = growManifest(2_000_000, 3);
    const progress = [...scanManifest('M', large)];
    expect(progress.length).toBeGreaterThan(5);
    expect(progress.every((each) => each.bytesTotal === large.length)).toBe(true);
    expect(progress.map((each) => each.bytesDone)).toEqual(
      progress.map((each) => each.bytesDone).toSorted((a, b) => a - b),
    );
  });

  test('cut anywhere gives the edits before the cut', () => {
    fc.assert(
      fc.property(fc.nat({ max: bytes.length }), (length) => {
        const cut = bytes.subarray(0, length);
        const found = editsOf(cut);
        expect(edits.slice(0, found.length)).toEqual(found);
        const { problem } = readManifest('M', cut);
        if (length < bytes.length && found.length === edits.length) expect(problem).not.toBeNull();
        expect(problem?.offset ?? 0).toBeLessThanOrEqual(length);
      }),
    );
  });

  test('with flipped bytes gives the edits before the first of them', () => {
    const flips = fc.array(
      fc.record({ at: fc.nat({ max: bytes.length - 1 }), by: fc.integer({ min: 1, max: 255 }) }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(flips, (some) => {
        const damaged = bytes.slice();
        for (const { at, by } of some) damaged[at]! ^= by;
        const found = editsOf(damaged);
        expect(edits.slice(0, found.length)).toEqual(found);
        if (found.length < edits.length)
          expect(readManifest('M', damaged).problem).toMatchObject({ file: 'M' });
      }),
    );
  });

  test('of arbitrary bytes is refused in words', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const { problem, count } = readManifest('M', noise);
        expect(count).toBe(0);
        expect(problem?.reason).toMatch(/\w/);
      }),
    );
  });

  test.each<[string, Uint8Array, number, RegExp]>([
    ['an empty file', new Uint8Array(), 0, /empty/],
    ['a text file', latin1Bytes('MANIFEST-000002\n'.repeat(9)), 0, /no LevelDB MANIFEST/],
    ['a lost tail', bytes.subarray(0, bytes.length - 1), -1, /ends inside a record/],
    ['a lost header', bytes.subarray(0, -lastRecordLength() + 3), -1, /inside a record header/],
    [
      'unwritten space',
      Uint8Array.of(...bytes, ...new Uint8Array(20)),
      bytes.length,
      /never written/,
    ],
    ['a bad checksum', flipped(9), 0, /checksum/],
    ['a length past its block', withByte(5, 0xff), 0, /cross the end of its block/],
  ])('with %s says where it breaks', (_, damaged, offset, reason) => {
    const { problem } = readManifest('M', damaged);
    expect(problem?.reason).toMatch(reason);
    if (offset >= 0) expect(problem?.offset).toBe(offset);
    else expect(problem?.offset).toBe(bytes.length - lastRecordLength());
  });

  test('names the offset of a bad field, not of its record', () => {
    const writer = new LogWriter();
    const good = encodeVersionEdit(openingEdit());
    writer.append(good);
    writer.append(Uint8Array.of(3, 5, 99));
    expect(readManifest('M', writer.finish()).problem?.offset).toBe(7 + good.length + 7 + 2);
  });

  function lastRecordLength(): number {
    return 7 + encodeVersionEdit(edits[edits.length - 1]!).length;
  }
  function flipped(at: number): Uint8Array {
    return withByte(at, bytes[at]! ^ 0x10);
  }
  function withByte(at: number, value: number): Uint8Array {
    const copy = bytes.slice();
    copy[at] = value;
    return copy;
  }
});
