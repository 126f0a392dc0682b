import type { Columns, FastFile } from './types.ts';

export function pack(valueBytes: number, put: boolean): number {
  return valueBytes * 2 + (put ? 1 : 0);
}

/** Room for entries that are still being gathered. */
export interface ColumnBuffer {
  keys: Uint32Array;
  seqs: Uint32Array;
  values: Uint32Array;
}

export function columnBuffer(size: number): ColumnBuffer {
  return {
    keys: new Uint32Array(size),
    seqs: new Uint32Array(size),
    values: new Uint32Array(size),
  };
}

/** The same entries with room for `size`. */
export function grown(buffer: ColumnBuffer, size: number): ColumnBuffer {
  if (buffer.keys.length >= size) return buffer;
  const larger = columnBuffer(Math.max(size, 2 * buffer.keys.length));
  larger.keys.set(buffer.keys);
  larger.seqs.set(buffer.seqs);
  larger.values.set(buffer.values);
  return larger;
}

export function slice(columns: Columns, from: number, to: number): Columns {
  return {
    keys: columns.keys.slice(from, to),
    seqs: columns.seqs.slice(from, to),
    values: columns.values.slice(from, to),
  };
}

export function fastFile(number: number, bytes: number, columns: Columns): FastFile {
  return {
    number,
    bytes,
    smallest: internalKeyAt(columns, 0),
    largest: internalKeyAt(columns, columns.keys.length - 1),
    columns,
  };
}

function internalKeyAt({ keys, seqs, values }: Columns, at: number): FastFile['smallest'] {
  return { user: keys[at]!, seq: seqs[at]!, type: values[at]! % 2 === 1 ? 'put' : 'delete' };
}

/**
 * Entries in order of writing, sorted as a table: key ascending, newest first.
 * Key and age share one double, 31 and 22 bits wide, so that a native sort does.
 */
export function sorted(written: Columns, count: number): Columns {
  if (count > MOST_SORTED) throw new RangeError(`a memtable of ${count} entries is too large`);
  const order = new Float64Array(count);
  for (let i = 0; i < count; i++) order[i] = written.keys[i]! * MOST_SORTED + (count - 1 - i);
  order.sort();
  const out = columnBuffer(count);
  for (let i = 0; i < count; i++) {
    const from = count - 1 - (order[i]! % MOST_SORTED);
    out.keys[i] = written.keys[from]!;
    out.seqs[i] = written.seqs[from]!;
    out.values[i] = written.values[from]!;
  }
  return out;
}

/** Keys must stay below 2^31 for this to fit a double exactly. */
const MOST_SORTED = 2 ** 22;

/** Two sorted tables as one. */
export function mergePair(a: Columns, b: Columns): Columns {
  const [aCount, bCount] = [a.keys.length, b.keys.length];
  const out = columnBuffer(aCount + bCount);
  let i = 0;
  let j = 0;
  for (let to = 0; to < aCount + bCount; to++) {
    const takeA =
      j >= bCount ||
      (i < aCount &&
        (a.keys[i]! < b.keys[j]! || (a.keys[i]! === b.keys[j]! && a.seqs[i]! > b.seqs[j]!)));
    const from = takeA ? a : b;
    const at = takeA ? i++ : j++;
    out.keys[to] = from.keys[at]!;
    out.seqs[to] = from.seqs[at]!;
    out.values[to] = from.values[at]!;
  }
  return out;
}

/** Several sorted tables as one, pair by pair so that none is copied more than log n times. */
export function mergeAll(tables: readonly Columns[]): Columns {
  let round = tables;
  while (round.length > 1) {
    const next: Columns[] = [];
    for (let i = 0; i < round.length; i += 2) {
      const pair = round[i + 1];
      next.push(pair === undefined ? round[i]! : mergePair(round[i]!, pair));
    }
    round = next;
  }
  return round[0] ?? columnBuffer(0);
}

/** Disjoint sorted tables one after another. */
export function concatenate(tables: readonly Columns[]): Columns {
  if (tables.length === 1) return tables[0]!;
  const out = columnBuffer(tables.reduce((sum, { keys }) => sum + keys.length, 0));
  let at = 0;
  for (const { keys, seqs, values } of tables) {
    out.keys.set(keys, at);
    out.seqs.set(seqs, at);
    out.values.set(values, at);
    at += keys.length;
  }
  return out;
}

/** Packed value of the newest version of a key, or -1 if the table does not hold it. */
export function findNewest({ keys, values }: Columns, key: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return keys[low] === key ? values[low]! : -1;
}
