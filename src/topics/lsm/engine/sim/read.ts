import { compareInternal } from '../tree/keys.ts';
import type { InternalKey } from '../tree/types.ts';
import { firstIndex } from '../tree/version.ts';
import { compareEntries, find, seek } from './entries.ts';
import type { Entry, ReadStep, ReadTrace, SimState, Table } from './types.ts';

type Store = Pick<SimState, 'memtable' | 'immutable' | 'version'>;

/**
 * Tables that a get may have to open, in the order it opens them
 * (db/version_set.cc, `Version::Get`): in level 0 every file whose range holds
 * the key, newest first; below, at most one file a level.
 */
export function* tablesFor(
  store: Store,
  key: number,
  seq: number,
): Generator<{ level: number; table: Table }> {
  const target: InternalKey<number> = { user: key, seq, type: 'put' };
  for (const [level, files] of store.version.levels.entries()) {
    if (level === 0) {
      const holding = files.filter((f) => f.smallest.user <= key && key <= f.largest.user);
      holding.sort((a, b) => b.number - a.number);
      for (const table of holding) yield { level, table };
      continue;
    }
    const table = files[firstIndex(files, (f) => compareInternal(f.largest, target) >= 0)];
    if (table !== undefined && table.smallest.user <= key) yield { level, table };
  }
}

/** The newest version of a key at or below a sequence number; a tombstone is returned as one. */
export function lookUp(store: Store, key: number, seq: number): Entry | null {
  const inMemory =
    find(store.memtable.entries, key, seq) ??
    (store.immutable === null ? null : find(store.immutable.memtable.entries, key, seq));
  if (inMemory !== null) return inMemory;
  for (const { table } of tablesFor(store, key, seq)) {
    const entry = find(table.entries, key, seq);
    if (entry !== null) return entry;
  }
  return null;
}

/**
 * A get, with every place it looked; it stops at the first that knows the key.
 * Two things that LevelDB adds are left out: a Bloom filter lets it skip most
 * tables that do not hold the key, and a file that has cost many fruitless
 * looks is compacted for that alone (`Version::UpdateStats`).
 */
export function get(store: Store, key: number, seq: number, snapshot: number | null): ReadTrace {
  const steps: ReadStep[] = [];
  const look = (step: Omit<ReadStep, 'outcome'>, entries: readonly Entry[]): Entry | null => {
    const entry = find(entries, key, seq);
    const outcome = entry === null ? 'absent' : entry.type === 'put' ? 'found' : 'tombstone';
    steps.push({ ...step, outcome });
    return entry;
  };
  let entry = look({ place: 'memtable', file: null, level: null }, store.memtable.entries);
  if (entry === null && store.immutable !== null)
    entry = look({ place: 'immutable', file: null, level: null }, store.immutable.memtable.entries);
  if (entry === null) {
    for (const { level, table } of tablesFor(store, key, seq)) {
      entry = look({ place: 'table', file: table.number, level }, table.entries);
      if (entry !== null) break;
    }
  }
  const result = entry !== null && entry.type === 'put' ? [entry] : [];
  return { kind: 'get', key, snapshot, steps, result, skipped: 0 };
}

interface Source {
  readonly step: Omit<ReadStep, 'outcome'>;
  readonly entries: readonly Entry[];
  next: number;
  opened: boolean;
  gave: boolean;
}

/**
 * A scan of `count` keys from `key` on (db/db_impl.cc, `NewInternalIterator`;
 * db/version_set.cc, `Version::AddIterators`): it looks into both memtables,
 * every file of level 0, and level by level into the files its range reaches.
 */
export function scan(
  store: Store,
  key: number,
  count: number,
  seq: number,
  snapshot: number | null,
): ReadTrace {
  const chains = sourceChains(store, key);
  const result: Entry[] = [];
  let skipped = 0;
  let passed = -1;
  while (result.length < count) {
    const source = smallestSource(chains);
    if (source === null) break;
    const entry = source.entries[source.next++]!;
    if (entry.key === passed || entry.seq > seq) {
      skipped++;
      continue;
    }
    passed = entry.key;
    if (entry.type === 'delete') {
      skipped++;
      continue;
    }
    result.push(entry);
    source.gave = true;
  }
  const steps = chains
    .flat()
    .flatMap(({ step, opened, gave }): ReadStep[] =>
      opened ? [{ ...step, outcome: gave ? 'found' : 'absent' }] : [],
    );
  return { kind: 'scan', key, snapshot, steps, result, skipped };
}

/** One chain for each iterator that LevelDB merges; a level's files are read one after another. */
function sourceChains(store: Store, key: number): Source[][] {
  const source = (step: Omit<ReadStep, 'outcome'>, entries: readonly Entry[]): Source => ({
    step,
    entries,
    next: seek(entries, key, Number.MAX_SAFE_INTEGER),
    opened: false,
    gave: false,
  });
  const chains = [[source({ place: 'memtable', file: null, level: null }, store.memtable.entries)]];
  if (store.immutable !== null)
    chains.push([
      source({ place: 'immutable', file: null, level: null }, store.immutable.memtable.entries),
    ]);
  for (const [level, files] of store.version.levels.entries()) {
    const tables = files.map((table) =>
      source({ place: 'table', file: table.number, level }, table.entries),
    );
    if (level === 0) chains.push(...tables.map((table) => [table]));
    else chains.push(tables.filter((table) => table.next < table.entries.length));
  }
  return chains;
}

function smallestSource(chains: readonly Source[][]): Source | null {
  let best: Source | null = null;
  for (const chain of chains) {
    for (const source of chain) {
      source.opened = true;
      const entry = source.entries[source.next];
      if (entry === undefined) continue;
      if (best === null || compareEntries(entry, best.entries[best.next]!) < 0) best = source;
      break;
    }
  }
  return best;
}
