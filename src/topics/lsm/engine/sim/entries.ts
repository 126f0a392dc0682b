import type { InternalKey } from '../tree/types.ts';
import { firstIndex } from '../tree/version.ts';
import { growArena, newArena } from './arena.ts';
import type { LayoutRules } from './layout.ts';
import { addToLayout, EMPTY_LAYOUT, finishedBytes, type MutableLayout } from './layout.ts';
import type { Entry, MemTable, SimConfig, Table, WriteAheadLog } from './types.ts';

/** A sequence number that every entry is at or below: LevelDB's `kMaxSequenceNumber` in kind. */
export const NEWEST = Number.MAX_SAFE_INTEGER;

/** Key ascending, then newest first, as `tree/keys.ts` orders internal keys. */
export function compareEntries(a: Entry, b: Entry): number {
  return a.key - b.key || b.seq - a.seq;
}

/** Index of the first entry at or after a key as seen at a sequence number. */
export function seek(entries: readonly Entry[], key: number, seq: number): number {
  return firstIndex(entries, (entry) => entry.key > key || (entry.key === key && entry.seq <= seq));
}

/** The newest version of a key at or below a sequence number, if these entries hold one. */
export function find(entries: readonly Entry[], key: number, seq: number): Entry | null {
  const entry = entries[seek(entries, key, seq)];
  return entry !== undefined && entry.key === key ? entry : null;
}

export function layoutRules(config: SimConfig): LayoutRules {
  return {
    sizing: config.sizing,
    keyBytes: config.keyBytes,
    filterBits: config.filterBits ?? 0,
  };
}

/** Key and value bytes of an entry that a reader can see; a tombstone has none to show. */
export function visibleBytes(config: SimConfig, entry: Entry | null): number {
  return entry === null || entry.type === 'delete' ? 0 : config.keyBytes + entry.bytes;
}

export function emptyMemTable(config: SimConfig): MemTable {
  if (config.sizing === 'logical') return { entries: [], bytes: 0, arena: null };
  const { bytes, remaining, random } = newArena();
  return { entries: [], bytes, arena: { remaining, random } };
}

export function insertEntry(memtable: MemTable, entry: Entry, config: SimConfig): MemTable {
  const at = seek(memtable.entries, entry.key, entry.seq);
  const entries = memtable.entries.slice();
  entries.splice(at, 0, entry);
  if (memtable.arena === null)
    return { entries, bytes: memtable.bytes + config.keyBytes + entry.bytes, arena: null };
  const use = { bytes: memtable.bytes, ...memtable.arena };
  growArena(use, layoutRules(config), entry.bytes);
  return {
    entries,
    bytes: use.bytes,
    arena: { remaining: use.remaining, random: use.random },
  };
}

export function emptyLog(number: number): WriteAheadLog {
  return { number, entries: [], bytes: 0 };
}

/** LevelDB has room while memory use is at most the buffer (`DBImpl::MakeRoomForWrite`). */
export function isFull(memtable: MemTable, config: SimConfig): boolean {
  return memtable.entries.length > 0 && memtable.bytes > config.options.writeBufferBytes;
}

export function internalKeyOf(entry: Entry): InternalKey<number> {
  return { user: entry.key, seq: entry.seq, type: entry.type };
}

/** A table of these entries, which must be in order and not be none. */
export function makeTable(number: number, entries: readonly Entry[], bytes: number): Table {
  return {
    number,
    bytes,
    smallest: internalKeyOf(entries[0]!),
    largest: internalKeyOf(entries[entries.length - 1]!),
    entries,
  };
}

/** Size of a table of these entries, counted as the configuration says. */
export function tableBytes(entries: readonly Entry[], rules: LayoutRules): number {
  const layout: MutableLayout = { ...EMPTY_LAYOUT };
  for (const entry of entries)
    addToLayout(layout, rules, entry.key, entry.seq, entry.type, entry.bytes);
  return finishedBytes(layout, rules);
}
