import { describe, expect, test } from 'vitest';
import { emptyVersion } from '../tree/version.ts';
import { makeTable } from './entries.ts';
import { get, lookUp, scan } from './read.ts';
import type { Entry, SimState, Table } from './types.ts';

/** "3.9" is a put of key 3 at seq 9, "3.9x" its tombstone. */
function entries(text: string): Entry[] {
  return text.split(' ').map((each) => {
    const [key, seq] = each.replace('x', '').split('.').map(Number);
    const type = each.endsWith('x') ? 'delete' : 'put';
    return { key: key!, seq: seq!, type, bytes: type === 'put' ? 1 : 0 };
  });
}

function table(number: number, text: string): Table {
  return makeTable(number, entries(text), 1);
}

function store(
  memtable: string,
  immutable: string,
  levels: readonly (readonly Table[])[],
): Pick<SimState, 'memtable' | 'immutable' | 'version'> {
  const held = (text: string) => ({
    entries: text === '' ? [] : entries(text),
    bytes: 0,
    arena: null,
  });
  const none = emptyVersion<Table>().levels.slice(levels.length);
  return {
    memtable: held(memtable),
    immutable:
      immutable === ''
        ? null
        : { memtable: held(immutable), wal: { number: 1, entries: [], bytes: 0 } },
    version: { levels: [...levels, ...none] },
  };
}

const STORE = store('1.90 7.91x', '2.80', [
  [table(20, '0.40 3.41 9.42'), table(22, '3.60 5.61'), table(21, '3.50x 8.51')],
  [table(10, '0.20 3.21x 4.22'), table(11, '5.23 7.24')],
  [table(5, '0.1 3.2 3.1 5.4 6.5 8.6')],
]);

function places(key: number, seq = 99): string[] {
  return get(STORE, key, seq, null).steps.map(({ place, file, outcome }) =>
    [file ?? place, outcome].join(' '),
  );
}

describe('a get', () => {
  test('ends in the memtable if it can, tombstones included', () => {
    expect(places(1)).toEqual(['memtable found']);
    expect(places(7)).toEqual(['memtable tombstone']);
    expect(get(STORE, 7, 99, null).result).toEqual([]);
    expect(places(2)).toEqual(['memtable absent', 'immutable found']);
  });

  test('looks into level 0 newest first, and into one file of each level below', () => {
    expect(places(3)).toEqual(['memtable absent', 'immutable absent', '22 found']);
    expect(places(6)).toEqual([
      ...['memtable absent', 'immutable absent', '21 absent', '20 absent'],
      ...['11 absent', '5 found'],
    ]);
    expect(places(4)).toEqual([
      ...['memtable absent', 'immutable absent', '22 absent', '21 absent', '20 absent'],
      '10 found',
    ]);
  });

  test('skips files whose range does not hold the key', () => {
    expect(places(12)).toEqual(['memtable absent', 'immutable absent']);
  });

  test('goes on to older versions at an older sequence number', () => {
    expect(places(3, 55).at(-1)).toBe('21 tombstone');
    expect(places(3, 45).at(-1)).toBe('20 found');
    expect(places(3, 30).at(-1)).toBe('10 tombstone');
    expect(get(STORE, 3, 2, 2).result[0]!.seq).toBe(2);
    expect(get(STORE, 3, 1, 1).result[0]!.seq).toBe(1);
    expect(lookUp(STORE, 3, 0)).toBeNull();
  });

  test('finds the file by internal key where two files share a user key', () => {
    const split = store('', '', [[], [table(1, '2.9 3.8'), table(2, '3.5 4.4')]]);
    expect(get(split, 3, 9, null).steps.map(({ file }) => file)).toEqual([null, 1]);
    expect(get(split, 3, 6, 6).steps.map(({ file }) => file)).toEqual([null, 2]);
  });
});

describe('a scan', () => {
  test('returns the newest visible version of each key, in order', () => {
    const all = scan(STORE, 0, 100, 99, null).result.map(({ key, seq }) => `${key}.${seq}`);
    expect(all).toEqual(['0.40', '1.90', '2.80', '3.60', '4.22', '5.61', '6.5', '8.51', '9.42']);
    expect(scan(STORE, 3, 2, 45, 45).result.map(({ seq }) => seq)).toEqual([41, 22]);
  });

  test('stops at its count, and opens no file of a level before it gets there', () => {
    const { steps, result, skipped } = scan(STORE, 4, 1, 99, null);
    expect(result.map(({ key }) => key)).toEqual([4]);
    expect(steps.map(({ file, place }) => file ?? place)).toEqual([
      ...['memtable', 'immutable', 20, 22, 21, 10, 5],
    ]);
    expect(steps.find(({ file }) => file === 10)!.outcome).toBe('found');
    expect(skipped).toBe(0);
    expect(scan(STORE, 7, 100, 99, null).skipped).toBe(3);
  });
});
