import { compareInternal } from '../tree/keys.ts';
import { totalBytes, versionDisorder } from '../tree/version.ts';
import { sum } from './amplification.ts';
import { compareEntries, internalKeyOf, layoutRules, tableBytes } from './entries.ts';
import { inputTables } from './merge.ts';
import { lookUp } from './read.ts';
import { countLive } from './recovery.ts';
import type { CompactionJob, Entry, SimConfig, SimState, Table } from './types.ts';

/** What must hold in every frame. Each returns `null`, or what is wrong, in words. */
export const invariants: Readonly<Record<string, (state: SimState) => string | null>> = {
  structure,
  durability,
  snapshots,
  bytes,
  merge,
};

/**
 * Levels are sorted and below level 0 disjoint; tables are sorted and as large as
 * they say. Two files may meet within one user key, whose versions a snapshot kept.
 */
function structure(state: SimState): string | null {
  const disorder = versionDisorder(state.version);
  if (disorder !== null) return disorder;
  for (const files of state.version.levels) {
    for (const table of files) {
      const wrong = tableFault(table, state.config);
      if (wrong !== null) return `file ${table.number}: ${wrong}`;
    }
  }
  return unsorted(state.memtable.entries) ? 'the memtable is out of order' : null;
}

// Tables never change, so each is looked at once.
const sound = new WeakSet<Table>();

function tableFault(table: Table, config: SimConfig): string | null {
  if (sound.has(table)) return null;
  const { entries, smallest, largest, bytes } = table;
  if (entries.length === 0) return 'it is empty';
  if (unsorted(entries)) return 'its entries are out of order';
  if (compareInternal(internalKeyOf(entries[0]!), smallest) !== 0)
    return 'its smallest key is wrong';
  if (compareInternal(internalKeyOf(entries.at(-1)!), largest) !== 0)
    return 'its largest key is wrong';
  const expected = tableBytes(entries, layoutRules(config));
  if (bytes !== expected) return `it has ${bytes} bytes, and its entries ${expected}`;
  sound.add(table);
  return null;
}

function unsorted(entries: readonly Entry[]): boolean {
  return entries.some((entry, i) => i > 0 && compareEntries(entries[i - 1]!, entry) >= 0);
}

/** Nothing acknowledged is missing: a get returns the newest acknowledged value of every key. */
function durability(state: SimState): string | null {
  if (state.acknowledged === null || state.crashed) return null;
  return differing(state, state.acknowledged, state.seq, '');
}

/** Each snapshot still sees what was there when it was taken. */
function snapshots(state: SimState): string | null {
  if (state.views === null || state.crashed) return null;
  for (const [i, seq] of state.snapshots.entries()) {
    const wrong = differing(state, state.views[i]!, seq, ` at the snapshot of seq ${seq}`);
    if (wrong !== null) return wrong;
  }
  return null;
}

function differing(
  state: SimState,
  model: readonly (Entry | null)[],
  seq: number,
  when: string,
): string | null {
  for (const [key, expected] of model.entries()) {
    const found = lookUp(state, key, seq);
    if (visibleSeq(found) !== visibleSeq(expected))
      return `key ${key} reads as ${seenWords(found)}${when}, and should as ${seenWords(expected)}`;
  }
  return null;
}

/** Sequence number of what a reader gets; a tombstone and nothing at all read the same. */
function visibleSeq(entry: Entry | null): number {
  return entry === null || entry.type === 'delete' ? 0 : entry.seq;
}

function seenWords(entry: Entry | null): string {
  return visibleSeq(entry) === 0 ? 'absent' : `seq ${visibleSeq(entry)}`;
}

/** Bytes are conserved: what is on disk is what was written less what was removed. */
function bytes(state: SimState): string | null {
  const { counters, version, crashed } = state;
  const onDisk = version.levels.reduce((total, files) => total + totalBytes(files), 0);
  if (onDisk !== counters.tableBytes)
    return `tables hold ${onDisk} bytes, the counters say ${counters.tableBytes}`;
  const balance = counters.flush + sum(counters.compactionWritten) - sum(counters.compactionRead);
  if (onDisk !== balance) return `tables hold ${onDisk} bytes, written less removed is ${balance}`;
  if (counters.peakBytes < onDisk) return 'the peak is below what is on disk now';
  if (crashed) return null;
  const live = countLive(state);
  return live === counters.liveBytes
    ? null
    : `${live} bytes are live, the counters say ${counters.liveBytes}`;
}

/**
 * A merge loses nothing without reason: what any reader, at the present or at
 * a snapshot, finds in the inputs read so far, it finds in the outputs; only a
 * tombstone with nothing beneath it may go.
 */
function merge(state: SimState): string | null {
  const job = state.job?.kind === 'flush' ? state.job.paused : state.job;
  if (job === null || job.read === 0) return null;
  if (job.read !== job.kept + job.dropped.shadowed + job.dropped.tombstones)
    return 'the merge has lost count of its entries';
  const read = entriesRead(job);
  const written = new Set(outputEntries(job).map(({ seq }) => seq));
  if (written.size !== job.kept) return 'the outputs do not hold what was kept';
  for (const seen of [...state.snapshots, state.seq]) {
    const wrong = lostAt(seen, read, written, job);
    if (wrong !== null) return wrong;
  }
  return null;
}

function entriesRead(job: CompactionJob): Entry[] {
  const read = inputTables(job.decision).flatMap(({ entries }, input) =>
    entries.slice(0, job.cursors[input]!),
  );
  return read.sort(compareEntries);
}

function outputEntries(job: CompactionJob): Entry[] {
  return [...job.outputs.flatMap(({ entries }) => entries), ...job.building];
}

function lostAt(
  seen: number,
  read: readonly Entry[],
  written: ReadonlySet<number>,
  job: CompactionJob,
): string | null {
  let passed = -1;
  for (const entry of read) {
    if (entry.seq > seen || entry.key === passed) continue;
    passed = entry.key;
    if (written.has(entry.seq)) continue;
    if (entry.type === 'delete' && !heldBelow(job, entry.key)) continue;
    return `the merge dropped seq ${entry.seq} of key ${entry.key}, which a reader at seq ${seen} needs`;
  }
  return null;
}

/** Whether a level beneath the merge's output held the key when the merge was picked. */
function heldBelow({ version, decision }: CompactionJob, key: number): boolean {
  return version.levels
    .slice(decision.level + 2)
    .some((files) => files.some(({ entries }) => entries.some((entry) => entry.key === key)));
}
