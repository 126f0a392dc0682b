import {
  readAmplification,
  spaceAmplification,
  writeAmplification,
  writeAmplificationWithLog,
} from '../sim/amplification.ts';
import { NO_COUNTERS } from '../sim/counters.ts';
import { layoutRules } from '../sim/entries.ts';
import { logBytesAfter } from '../sim/layout.ts';
import type { Operation, SimConfig } from '../sim/types.ts';
import { LEVELS } from '../tree/types.ts';
import { emptyVersion } from '../tree/version.ts';
import { initWorkload, nextOperation } from '../workloads/generate.ts';
import type { WorkloadSpec } from '../workloads/types.ts';
import { backgroundStep, isDue } from './background.ts';
import { findNewest } from './columns.ts';
import { insert, newMemTable } from './memtable.ts';
import {
  copyCounters,
  type FastMerge,
  type FastRun,
  hasWork,
  isFull,
  isWrite,
  numberOutputs,
  writeWaits,
} from './state.ts';
import type { FastFile, FastResult } from './types.ts';

// As in the simulator: a new LevelDB opens its first log as number 3.
const FIRST_LOG = 3;

/**
 * Starts a long run. It takes the decisions that the simulator's course takes
 * at entry grain, in the same order and at the same simulated times, but holds
 * entries in typed arrays and merges a compaction at once. It knows neither
 * snapshots nor crashes. Keys must be below 2^31.
 */
export function startFast(config: SimConfig, seed: number): FastRun {
  if (config.keys > 2 ** 31) throw new RangeError(`too many keys: ${config.keys}`);
  const layout = layoutRules(config);
  const { workload } = config;
  const reads = hasReads(workload);
  const begun = nextOperation(workload, config.keys, initWorkload(workload, config.keys, seed));
  return {
    config,
    layout,
    reads,
    clock: 0,
    backgroundClock: 0,
    workload: begun.state,
    next: begun.operation,
    seq: 0,
    nextFile: FIRST_LOG + 1,
    logBytes: 0,
    memtable: newMemTable(layout, reads),
    immutable: null,
    version: emptyVersion<FastFile>(),
    needsCompaction: false,
    pointers: Array.from({ length: LEVELS }, () => null),
    merge: null,
    flush: null,
    live: new Uint32Array(config.keys),
    counters: {
      ...NO_COUNTERS,
      compactionRead: [...NO_COUNTERS.compactionRead],
      compactionWritten: [...NO_COUNTERS.compactionWritten],
    },
    edits: [],
  };
}

/** Whether a workload can ask for gets, so that memtables need an index. */
function hasReads(workload: WorkloadSpec): boolean {
  if (workload.kind === 'writes') return (workload.reads ?? 0) > 0;
  return workload.kind !== 'db_bench';
}

/** Goes on for so many operations, or to the end. Whether the run is over. */
export function advanceFast(run: FastRun, operations: number): boolean {
  let left = operations;
  for (;;) {
    if (isDue(run)) {
      backgroundStep(run);
    } else if (run.next === null || writeWaits(run)) {
      if (!hasWork(run)) return true;
      backgroundStep(run);
    } else if (isFull(run) && isWrite(run.next)) {
      rotate(run);
    } else {
      if (left-- <= 0) return false;
      operate(run, run.next);
    }
  }
}

/** A run from beginning to end. */
export function runFast(config: SimConfig, seed: number): FastResult {
  const run = startFast(config, seed);
  advanceFast(run, Number.POSITIVE_INFINITY);
  return fastResult(run);
}

export function fastResult(run: FastRun): FastResult {
  const counters = copyCounters(run.counters);
  return {
    counters,
    writeAmplification: writeAmplification(counters),
    writeAmplificationWithLog: writeAmplificationWithLog(counters),
    spaceAmplification: spaceAmplification(counters),
    readAmplification: readAmplification(counters),
    version: run.version,
    edits: run.edits,
    clock: run.clock,
    backgroundClock: run.backgroundClock,
  };
}

/** `sim/background.ts` has the same, in frames. */
function rotate(run: FastRun): void {
  if (!hasWork(run)) run.backgroundClock = Math.max(run.backgroundClock, run.clock);
  if (run.merge !== null) catchUp(run, run.merge);
  run.immutable = run.memtable;
  run.memtable = newMemTable(run.layout, run.reads);
  run.logBytes = 0;
  run.nextFile++;
}

/**
 * Where the merge has got to by now: the first entry whose end lies after the
 * client's time. The outputs opened so far take their numbers before anything
 * else does.
 */
function catchUp(run: FastRun, merge: FastMerge): void {
  const { work, total } = merge.result;
  const rate = run.config.timing.backgroundBytesPerMicro;
  const endOf = (done: number): number =>
    merge.begun + (done === 0 ? 0 : Math.floor(work[done - 1]! / rate));
  let low = 0;
  let high = total;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (endOf(middle) > run.clock) high = middle;
    else low = middle + 1;
  }
  run.backgroundClock = endOf(low);
  numberOutputs(run, merge, low);
}

function operate(run: FastRun, operation: Operation): void {
  const { kind, key } = operation;
  if (kind === 'scan') {
    run.counters.scans++;
    run.clock += run.config.timing.writeMicros;
  }
  if (kind === 'get' || kind === 'read-modify-write') get(run, key);
  if (kind === 'delete') write(run, key, false, 0);
  if (kind === 'put' || kind === 'read-modify-write') write(run, key, true, operation.bytes);
  const { config } = run;
  const { operation: next, state } = nextOperation(config.workload, config.keys, run.workload);
  run.next = next;
  run.workload = state;
}

function write(run: FastRun, key: number, put: boolean, valueBytes: number): void {
  const { config, counters, layout } = run;
  const { timing, options, rules } = config;
  if (run.version.levels[0]!.length >= options.level0Slowdown) {
    run.clock += timing.slowdownMicros;
    counters.slowdowns++;
    counters.stallMicros += timing.slowdownMicros;
  }
  run.clock += timing.writeMicros;
  if (!rules.skipLog) {
    const bytes = logBytesAfter(run.logBytes, layout, put ? 'put' : 'delete', valueBytes);
    counters.wal += bytes - run.logBytes;
    run.logBytes = bytes;
  }
  run.seq++;
  insert(run.memtable, layout, key, run.seq, put, valueBytes);
  counters.user += config.keyBytes + valueBytes;
  const live = put ? config.keyBytes + valueBytes : 0;
  counters.liveBytes += live - run.live[key]!;
  run.live[key] = live;
  if (put) counters.puts++;
  else counters.deletes++;
}

/** Counts what a get touches, in the order in which `sim/read.ts` looks. */
function get(run: FastRun, key: number): void {
  const { counters } = run;
  run.clock += run.config.timing.writeMicros;
  counters.gets++;
  counters.filesTouched++;
  if (run.memtable.newest!.has(key)) return;
  if (run.immutable !== null) {
    counters.filesTouched++;
    if (run.immutable.newest!.has(key)) return;
  }
  for (let level = 0; level < LEVELS; level++) {
    for (const { columns } of tablesAt(run.version.levels[level]!, level, key)) {
      counters.filesTouched++;
      counters.tablesRead++;
      if (findNewest(columns, key) >= 0) return;
    }
  }
}

/** Tables of a level that may hold a key, newest first: below level 0 at most one. */
function tablesAt(files: readonly FastFile[], level: number, key: number): readonly FastFile[] {
  if (level === 0)
    return files
      .filter(({ smallest, largest }) => smallest.user <= key && key <= largest.user)
      .sort((a, b) => b.number - a.number);
  let low = 0;
  let high = files.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (files[middle]!.largest.user < key) low = middle + 1;
    else high = middle;
  }
  const file = files[low];
  return file !== undefined && file.smallest.user <= key ? [file] : [];
}
