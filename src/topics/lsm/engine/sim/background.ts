import { compactionScores, pickCompaction } from '../tree/picker.ts';
import { flushLevel } from '../tree/placement.ts';
import type { CompactPointers } from '../tree/types.ts';
import { applyChanges } from '../tree/version.ts';
import type { Work } from './client.ts';
import { levelZeroFiles, needsRoom, writeWaits } from './client.ts';
import { emptyLog, emptyMemTable, layoutRules, makeTable, tableBytes } from './entries.ts';
import { inputTables, mergeEntries, newJob } from './merge.ts';
import type { CompactionJob, FlushJob, SimState } from './types.ts';

/** Whether some level's score reaches 1 (`VersionSet::NeedsCompaction`). */
export function needsCompaction(state: SimState): boolean {
  return compactionScores(state.version, state.config.options).some((score) => score >= 1);
}

/** Whether the background thread has something to do (`DBImpl::MaybeScheduleCompaction`). */
export function hasBackgroundWork(state: SimState): boolean {
  return state.job !== null || state.immutable !== null || needsCompaction(state);
}

/** Whether it has, and is no further than the client on the simulated clock. */
export function backgroundDue(state: SimState): boolean {
  return state.backgroundClock <= state.clock && hasBackgroundWork(state);
}

export function isMerged(job: CompactionJob): boolean {
  return job.read === job.total;
}

/** The full memtable becomes immutable, and new ones take the writes (`MakeRoomForWrite`). */
export function rotate(work: Work): void {
  const { state } = work;
  // An idle thread starts on the flush now; a busy one is wherever its work has got to.
  const idle = !hasBackgroundWork(state);
  work.events.push({
    kind: 'rotated',
    entries: state.memtable.entries.length,
    log: state.nextFile,
  });
  work.state = {
    ...state,
    backgroundClock: idle ? Math.max(state.backgroundClock, state.clock) : state.backgroundClock,
    immutable: { memtable: state.memtable, wal: state.wal },
    memtable: emptyMemTable(state.config),
    wal: emptyLog(state.nextFile),
    nextFile: state.nextFile + 1,
  };
}

/**
 * Writes the immutable memtable as a table, every version of it, and chooses
 * its level (`DBImpl::WriteLevel0Table`). A merge in progress waits meanwhile,
 * as in `DBImpl::DoCompactionWork`.
 */
export function flush(work: Work): void {
  const { state } = work;
  const { config, version } = state;
  const { entries } = state.immutable!.memtable;
  const bytes = tableBytes(entries, layoutRules(config));
  const table = makeTable(state.nextFile, entries, bytes);
  const level = flushLevel(version, table.smallest.user, table.largest.user, config.options);
  const micros = Math.floor(bytes / config.timing.backgroundBytesPerMicro);
  const paused =
    state.job?.kind === 'compaction' ? { ...state.job, begun: state.job.begun + micros } : null;
  work.events.push({ kind: 'flush-started', table, level });
  work.state = {
    ...state,
    nextFile: state.nextFile + 1,
    backgroundClock: state.backgroundClock + micros,
    job: { kind: 'flush', table, level, paused },
  };
}

/** `VersionSet::PickCompaction`. The caller has seen to it that a score reaches 1. */
export function pick(work: Work): void {
  const { state } = work;
  const { version, pointers, config } = state;
  const decision = pickCompaction(version, pointers, config.options, config.rules)!;
  work.events.push({ kind: 'picked', decision });
  work.state = { ...state, decision, job: newJob(state, decision, state.backgroundClock) };
}

export function merge(work: Work, entries: number | 'all'): void {
  const { state } = work;
  const before = state.job as CompactionJob;
  const limit = entries === 'all' ? before.total : entries;
  const { job, nextFile, events } = mergeEntries(before, limit, state.nextFile, state.config);
  work.events.push(...events);
  const micros = Math.floor(job.work / state.config.timing.backgroundBytesPerMicro);
  work.state = { ...state, job, nextFile, backgroundClock: job.begun + micros };
}

/** The version edit of the job in hand: from here on its files are the tree's. */
export function install(work: Work): void {
  const { job } = work.state;
  const waiting = writeWaits(work.state);
  if (job?.kind === 'flush') installFlush(work, job);
  else if (job?.decision.trivialMove) installMove(work, job);
  else if (job !== null) installMerge(work, job);
  if (waiting && !writeWaits(work.state)) wake(work);
}

/** The client had been waiting for the background thread, and goes on from where that is. */
function wake(work: Work): void {
  const { state } = work;
  const micros = Math.max(0, state.backgroundClock - state.clock);
  if (micros === 0) return;
  work.events.push({ kind: 'waited', micros });
  work.state = {
    ...state,
    clock: state.clock + micros,
    counters: { ...state.counters, stallMicros: state.counters.stallMicros + micros },
  };
}

function installFlush(work: Work, job: FlushJob): void {
  const { state } = work;
  const { table, level } = job;
  const { counters } = state;
  work.events.push({ kind: 'flushed', table, level });
  work.state = {
    ...state,
    version: applyChanges(state.version, { deleted: [], added: [{ level, file: table }] }),
    immutable: null,
    job: job.paused,
    counters: {
      ...counters,
      flush: counters.flush + table.bytes,
      flushes: counters.flushes + 1,
      tableBytes: counters.tableBytes + table.bytes,
    },
  };
}

function installMove(work: Work, job: CompactionJob): void {
  const { state } = work;
  const { decision } = job;
  const from = decision.level;
  const table = decision.inputs[0][0]!;
  work.events.push({ kind: 'moved', table, from, to: from + 1 });
  work.state = {
    ...state,
    version: applyChanges(state.version, {
      deleted: [{ level: from, number: table.number }],
      added: [{ level: from + 1, file: table }],
    }),
    pointers: decision.pointers as CompactPointers<number>,
    job: null,
    counters: { ...state.counters, moves: state.counters.moves + 1 },
  };
}

function installMerge(work: Work, job: CompactionJob): void {
  const { state } = work;
  const { decision, outputs } = job;
  const { level, inputs } = decision;
  const { counters } = state;
  const read = inputTables(decision).reduce((sum, table) => sum + table.bytes, 0);
  const written = outputs.reduce((sum, table) => sum + table.bytes, 0);
  work.events.push({ kind: 'installed', decision, outputs, written });
  // The files go before the thread does anything else (`DBImpl::DeleteObsoleteFiles`).
  const deleting = (state.config.timing.deleteMicros ?? 0) * (inputs[0].length + inputs[1].length);
  work.state = {
    ...state,
    backgroundClock: state.backgroundClock + deleting,
    version: applyChanges(state.version, {
      deleted: inputs.flatMap((files, which) =>
        files.map(({ number }) => ({ level: level + which, number })),
      ),
      added: outputs.map((file) => ({ level: level + 1, file })),
    }),
    pointers: decision.pointers as CompactPointers<number>,
    job: null,
    counters: {
      ...counters,
      compactionRead: addAt(counters.compactionRead, level, read),
      compactionWritten: addAt(counters.compactionWritten, level, written),
      tableBytes: counters.tableBytes + written - read,
      compactions: counters.compactions + 1,
      mergedEntries: counters.mergedEntries + job.total,
      droppedEntries: counters.droppedEntries + job.total - job.kept,
    },
  };
}

export function addAt(values: readonly number[], index: number, amount: number): readonly number[] {
  return values.map((value, each) => (each === index ? value + amount : value));
}

function canRotate(state: SimState): boolean {
  const stopped = levelZeroFiles(state) >= state.config.options.level0Stop;
  return needsRoom(state) && state.immutable === null && state.pending === null && !stopped;
}

/** A background step from beginning to end; a flush comes before a merge, as in LevelDB. */
export function compact(work: Work): void {
  const job = work.state.job;
  if (job?.kind !== 'flush') {
    if (job === null && canRotate(work.state)) rotate(work);
    if (work.state.immutable !== null) flush(work);
    else if (job === null) pick(work);
  }
  const now = work.state.job;
  if (now?.kind === 'compaction' && !isMerged(now)) merge(work, 'all');
  install(work);
}
