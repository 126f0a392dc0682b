import type { EntryType } from '../tree/types.ts';

/**
 * How many bytes LevelDB 1.20 would write, without writing them: the log
 * (db/log_writer.cc, db/write_batch.cc), the memtable's arena (util/arena.cc,
 * db/memtable.cc, db/skiplist.h) and tables (table/table_builder.cc,
 * table/block_builder.cc, table/filter_block.cc). Values are taken to be
 * incompressible, and keys to be decimals padded with zeros.
 */

/** What fixes a table's size besides its entries. */
export interface LayoutRules {
  readonly sizing: 'leveldb' | 'logical';
  readonly keyBytes: number;
  /** Bits of Bloom filter for each key; 0 for none. */
  readonly filterBits: number;
}

const BLOCK_BYTES = 4096;
const RESTART_INTERVAL = 16;
/** A byte for the compression type and four of checksum (table/format.h). */
const BLOCK_TRAILER = 5;
const FOOTER_BYTES = 48;
/** Sequence number and type, behind every user key. */
const TAG_BYTES = 8;
/** A filter for every 2 KiB of the file (table/filter_block.cc). */
const FILTER_BASE = 2048;
const FILTER_NAME_BYTES = 'filter.leveldb.BuiltinBloomFilter2'.length;

/** A table under construction. Plain data, so that a frame can hold a copy. */
export interface TableLayout {
  readonly entries: number;
  /** Bytes of finished blocks: LevelDB's `TableBuilder::FileSize`, which the size cut looks at. */
  readonly offset: number;
  readonly block: number;
  readonly restarts: number;
  /** Entries since the last restart point. */
  readonly sinceRestart: number;
  readonly filterKeys: number;
  readonly filterBytes: number;
  readonly filters: number;
  readonly index: number;
  readonly indexEntries: number;
  /** Length of the finished block that the index does not list yet, and where it began; -1 for none. */
  readonly pendingSize: number;
  readonly pendingOffset: number;
  readonly lastKey: number;
  readonly lastSeq: number;
  readonly lastType: EntryType;
}

/** The same while it is being filled. */
export type MutableLayout = { -readonly [K in keyof TableLayout]: TableLayout[K] };

export const EMPTY_LAYOUT: TableLayout = {
  entries: 0,
  offset: 0,
  block: 0,
  restarts: 1,
  sinceRestart: 0,
  filterKeys: 0,
  filterBytes: 0,
  filters: 0,
  index: 0,
  indexEntries: 0,
  pendingSize: -1,
  pendingOffset: 0,
  lastKey: 0,
  lastSeq: 0,
  lastType: 'put',
};

/** Length of a number as a varint (util/coding.cc, `VarintLength`). */
export function varintBytes(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x200000) return 3;
  return value < 0x10000000 ? 4 : 5;
}

/** Leading digits that two keys share once both are padded to the same width. */
export function sharedDigits(a: number, b: number, width: number): number {
  let shared = width;
  let x = a;
  let y = b;
  while (x !== y) {
    // Keys stay below 2^31, where this is division without a remainder, and fast.
    x = (x / 10) | 0;
    y = (y / 10) | 0;
    shared--;
  }
  return shared;
}

/** Equal bytes at the start of two tags: the type, then the sequence number, low byte first. */
function sharedTag(seqA: number, typeA: EntryType, seqB: number, typeB: EntryType): number {
  if (typeA !== typeB) return 0;
  let shared = 1;
  let x = seqA;
  let y = seqB;
  while (shared < TAG_BYTES && x % 256 === y % 256) {
    x = Math.floor(x / 256);
    y = Math.floor(y / 256);
    shared++;
  }
  return shared;
}

/** Adds an entry to a table (`TableBuilder::Add`, `BlockBuilder::Add`). Changes `layout`. */
export function addToLayout(
  layout: MutableLayout,
  rules: LayoutRules,
  key: number,
  seq: number,
  type: EntryType,
  valueBytes: number,
): void {
  if (rules.sizing === 'logical') {
    layout.entries++;
    layout.offset += rules.keyBytes + valueBytes;
    return;
  }
  if (layout.pendingSize >= 0) addIndexEntry(layout, separatorBytes(layout, rules, key));
  const internalBytes = rules.keyBytes + TAG_BYTES;
  let shared = 0;
  if (layout.sinceRestart === RESTART_INTERVAL) {
    layout.restarts++;
    layout.sinceRestart = 0;
  } else if (layout.block > 0) {
    shared =
      key === layout.lastKey
        ? rules.keyBytes + sharedTag(layout.lastSeq, layout.lastType, seq, type)
        : sharedDigits(layout.lastKey, key, rules.keyBytes);
  }
  const unshared = internalBytes - shared;
  layout.block +=
    varintBytes(shared) + varintBytes(unshared) + varintBytes(valueBytes) + unshared + valueBytes;
  layout.sinceRestart++;
  layout.filterKeys++;
  layout.entries++;
  layout.lastKey = key;
  layout.lastSeq = seq;
  layout.lastType = type;
  if (layout.block + 4 * layout.restarts + 4 >= BLOCK_BYTES) flushBlock(layout, rules);
}

/** `TableBuilder::Flush`: the data block goes to the file, and filters catch up with it. */
function flushBlock(layout: MutableLayout, rules: LayoutRules): void {
  if (layout.block === 0) return;
  layout.pendingOffset = layout.offset;
  layout.pendingSize = layout.block + 4 * layout.restarts + 4;
  layout.offset += layout.pendingSize + BLOCK_TRAILER;
  layout.block = 0;
  layout.restarts = 1;
  layout.sinceRestart = 0;
  if (rules.filterBits === 0) return;
  const due = Math.floor(layout.offset / FILTER_BASE);
  while (layout.filters < due) addFilter(layout, rules);
}

/** The keys so far get one filter (util/bloom.cc, `CreateFilter`); further filters are empty. */
function addFilter(layout: MutableLayout, rules: LayoutRules): void {
  layout.filters++;
  if (layout.filterKeys === 0) return;
  const bits = Math.max(64, layout.filterKeys * rules.filterBits);
  layout.filterBytes += Math.ceil(bits / 8) + 1;
  layout.filterKeys = 0;
}

/**
 * Length of the index key between the last block and `next`: shortened to the
 * first digit that differs, if there is room to raise that digit
 * (util/comparator.cc, `FindShortestSeparator`).
 */
function separatorBytes(layout: TableLayout, rules: LayoutRules, next: number): number {
  const whole = rules.keyBytes + TAG_BYTES;
  if (next === layout.lastKey) return whole;
  const shared = sharedDigits(layout.lastKey, next, rules.keyBytes);
  if (shared + 1 >= rules.keyBytes) return whole;
  const unit = 10 ** (rules.keyBytes - shared - 1);
  const raised = Math.floor(layout.lastKey / unit) + 1 < Math.floor(next / unit);
  return raised ? shared + 1 + TAG_BYTES : whole;
}

/** One index entry: its key in full (every entry is a restart point) and a block handle. */
function addIndexEntry(layout: MutableLayout, indexKeyBytes: number): void {
  const handle = varintBytes(layout.pendingOffset) + varintBytes(layout.pendingSize);
  layout.index += 1 + varintBytes(indexKeyBytes) + varintBytes(handle) + indexKeyBytes + handle;
  layout.indexEntries++;
  layout.pendingSize = -1;
}

/** Size of the file if it ended now (`TableBuilder::Finish`). Leaves `layout` as it was. */
export function finishedBytes(layout: TableLayout, rules: LayoutRules): number {
  if (rules.sizing === 'logical') return layout.offset;
  const last: MutableLayout = { ...layout };
  flushBlock(last, rules);
  let offset = last.offset;
  let metaBytes = 8;
  if (rules.filterBits > 0) {
    if (last.filterKeys > 0) addFilter(last, rules);
    const filterBlock = last.filterBytes + 4 * last.filters + 5;
    const handle = varintBytes(offset) + varintBytes(filterBlock);
    metaBytes = 3 + FILTER_NAME_BYTES + handle + 8;
    offset += filterBlock + BLOCK_TRAILER;
  }
  offset += metaBytes + BLOCK_TRAILER;
  // `FindShortSuccessor` leaves one digit, raised.
  if (last.pendingSize >= 0) addIndexEntry(last, 1 + TAG_BYTES);
  return (
    offset + last.index + 4 * Math.max(1, last.indexEntries) + 4 + BLOCK_TRAILER + FOOTER_BYTES
  );
}

/** Bytes of one entry as data, which is also what a merge is charged for handling it. */
export function entryBytes(rules: LayoutRules, valueBytes: number): number {
  return rules.keyBytes + valueBytes + (rules.sizing === 'leveldb' ? TAG_BYTES : 0);
}

const LOG_BLOCK = 32768;
const LOG_HEADER = 7;
/** Sequence number and count, before a batch's first operation. */
const BATCH_HEADER = 12;

/** Length of a log after one more write, a batch of its own (`Writer::AddRecord`). */
export function logBytesAfter(
  before: number,
  rules: LayoutRules,
  type: EntryType,
  valueBytes: number,
): number {
  if (rules.sizing === 'logical') return before + rules.keyBytes + valueBytes;
  let left = BATCH_HEADER + 1 + varintBytes(rules.keyBytes) + rules.keyBytes;
  if (type === 'put') left += varintBytes(valueBytes) + valueBytes;
  let length = before;
  do {
    const room = LOG_BLOCK - (length % LOG_BLOCK);
    // A header never straddles two blocks: the rest of the block is filled with zeros.
    if (room < LOG_HEADER) length += room;
    const fragment = Math.min(left, LOG_BLOCK - (length % LOG_BLOCK) - LOG_HEADER);
    length += LOG_HEADER + fragment;
    left -= fragment;
  } while (left > 0);
  return length;
}
