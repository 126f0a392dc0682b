import type { LayoutRules } from '../sim/layout.ts';
import type { Counters, Operation, SimConfig } from '../sim/types.ts';
import type { Decision } from '../tree/picker.ts';
import type { CompactPointers, Version } from '../tree/types.ts';
import type { WorkloadState } from '../workloads/types.ts';
import type { FastMemTable } from './memtable.ts';
import type { MergeResult } from './merge.ts';
import type { FastEdit, FastFile } from './types.ts';

export interface FastMerge {
  readonly decision: Decision<FastFile>;
  readonly result: MergeResult;
  /** When it began, flushes that interrupted it taken out. */
  begun: number;
  /** Numbers of the outputs opened so far. */
  readonly numbers: number[];
}

export interface FastFlush {
  readonly file: FastFile;
  readonly level: number;
}

export type MutableCounters = { -readonly [K in keyof Counters]: Counters[K] } & {
  compactionRead: number[];
  compactionWritten: number[];
};

/** A run under way. Unlike the simulator's frames it changes as it goes. */
export interface FastRun {
  readonly config: SimConfig;
  readonly layout: LayoutRules;
  readonly reads: boolean;
  clock: number;
  backgroundClock: number;
  workload: WorkloadState;
  next: Operation | null;
  seq: number;
  nextFile: number;
  logBytes: number;
  memtable: FastMemTable;
  immutable: FastMemTable | null;
  version: Version<FastFile>;
  /** Whether some level's score reaches 1, for the version as it is. */
  needsCompaction: boolean;
  pointers: CompactPointers<number>;
  merge: FastMerge | null;
  flush: FastFlush | null;
  readonly live: Uint32Array;
  readonly counters: MutableCounters;
  readonly edits: FastEdit[];
}

export function copyCounters(counters: MutableCounters): Counters {
  return {
    ...counters,
    compactionRead: counters.compactionRead.slice(),
    compactionWritten: counters.compactionWritten.slice(),
  };
}

export function hasWork(run: FastRun): boolean {
  return run.merge !== null || run.flush !== null || run.immutable !== null || run.needsCompaction;
}

export function isWrite({ kind }: Operation): boolean {
  return kind !== 'get' && kind !== 'scan';
}

export function isFull({ memtable, config }: FastRun): boolean {
  return memtable.count > 0 && memtable.bytes > config.options.writeBufferBytes;
}

/** Whether the next operation is a write that has to wait for the background thread. */
export function writeWaits(run: FastRun): boolean {
  if (run.next === null || !isFull(run) || !isWrite(run.next)) return false;
  return run.immutable !== null || run.version.levels[0]!.length >= run.config.options.level0Stop;
}

/** Numbers the outputs that the first `done` entries opened. */
export function numberOutputs(run: FastRun, merge: FastMerge, done: number): void {
  const { outputs } = merge.result;
  while (merge.numbers.length < outputs.length && outputs[merge.numbers.length]!.opened < done)
    merge.numbers.push(run.nextFile++);
}
