import { type ArenaUse, growArena, newArena } from '../sim/arena.ts';
import {
  addToLayout,
  EMPTY_LAYOUT,
  finishedBytes,
  type LayoutRules,
  type MutableLayout,
} from '../sim/layout.ts';
import { type ColumnBuffer, columnBuffer, grown, pack, sorted } from './columns.ts';
import type { Columns } from './types.ts';

/** Entries in the order written; they are sorted when they are flushed. */
export interface FastMemTable {
  written: ColumnBuffer;
  count: number;
  /** Memory use, as the configuration counts it. */
  bytes: number;
  readonly arena: ArenaUse | null;
  /** Newest packed value of each key, for gets; `null` if the workload has none. */
  readonly newest: Map<number, number> | null;
}

const FIRST_ROOM = 256;

export function newMemTable(rules: LayoutRules, reads: boolean): FastMemTable {
  const arena = rules.sizing === 'leveldb' ? newArena() : null;
  return {
    written: columnBuffer(FIRST_ROOM),
    count: 0,
    bytes: arena?.bytes ?? 0,
    arena,
    newest: reads ? new Map() : null,
  };
}

export function insert(
  memtable: FastMemTable,
  rules: LayoutRules,
  key: number,
  seq: number,
  put: boolean,
  valueBytes: number,
): void {
  const at = memtable.count++;
  if (at >= memtable.written.keys.length) memtable.written = grown(memtable.written, at + 1);
  const { written, arena, newest } = memtable;
  const packed = pack(valueBytes, put);
  written.keys[at] = key;
  written.seqs[at] = seq;
  written.values[at] = packed;
  newest?.set(key, packed);
  if (arena === null) {
    memtable.bytes += rules.keyBytes + valueBytes;
    return;
  }
  growArena(arena, rules, valueBytes);
  memtable.bytes = arena.bytes;
}

/** The memtable as a table: every version of it, in order, and the length of the file. */
export function toTable(
  memtable: FastMemTable,
  rules: LayoutRules,
): { columns: Columns; bytes: number } {
  const columns = sorted(memtable.written, memtable.count);
  const layout: MutableLayout = { ...EMPTY_LAYOUT };
  for (let i = 0; i < memtable.count; i++) {
    const value = columns.values[i]!;
    const type = value % 2 === 1 ? 'put' : 'delete';
    addToLayout(layout, rules, columns.keys[i]!, columns.seqs[i]!, type, value >>> 1);
  }
  return { columns, bytes: finishedBytes(layout, rules) };
}
