import type { CourseContext } from '../../../../lab/engine.ts';
import type { TreeOptions } from '../tree/options.ts';
import { LEVELDB_OPTIONS } from '../tree/options.ts';
import { loadOperations } from '../workloads/generate.ts';
import type { ListedOperation } from '../workloads/types.ts';
import { simCourse } from './course.ts';
import type { SimAction, SimConfig, SimState, Timing } from './types.ts';

/** A configuration for a miniature, and what a scenario needs beside it. */
export interface Miniature {
  readonly config: SimConfig;
  readonly seed: number;
  /** Frames at most. */
  readonly limit: number;
  readonly course: (state: SimState, context: CourseContext) => SimAction | null;
}

/** In the miniatures every entry is a kibibyte: four bytes of key, the rest value. */
const KEY_BYTES = 4;
const VALUE_BYTES = 1020;
const ENTRY_BYTES = KEY_BYTES + VALUE_BYTES;

/** LevelDB's triggers and ratios over sizes counted in entries. */
function miniature(memtable: number, file: number, level1: number): TreeOptions {
  return {
    ...LEVELDB_OPTIONS,
    // A memtable is full once it holds more than its buffer, so with one entry more than this.
    writeBufferBytes: (memtable - 1) * ENTRY_BYTES,
    maxFileBytes: file * ENTRY_BYTES,
    level1Bytes: level1 * ENTRY_BYTES,
  };
}

/** A client slow enough for every compaction to end before its next write. */
const UNHURRIED: Timing = {
  writeMicros: 1000,
  slowdownMicros: 1000,
  backgroundBytesPerMicro: 256,
};

/** A client that fills memtables faster than they can be merged. */
const HURRIED: Timing = { writeMicros: 2, slowdownMicros: 1000, backgroundBytesPerMicro: 256 };

const BASE = {
  rules: {},
  sizing: 'logical',
  keyBytes: KEY_BYTES,
  timing: UNHURRIED,
  checked: true,
} as const;

function put(key: number): ListedOperation {
  return { op: 'put', key, bytes: VALUE_BYTES };
}

function remove(key: number): ListedOperation {
  return { op: 'delete', key, bytes: 0 };
}

function get(key: number): ListedOperation {
  return { op: 'get', key, bytes: 0 };
}

function uniform(operations: number, deletes: number): SimConfig['workload'] {
  return {
    kind: 'writes',
    distribution: 'uniform',
    operations,
    valueBytes: VALUE_BYTES,
    deletes,
  };
}

/** One write at a time: log, memtable, answer; then a full memtable becomes a table. */
export const WRITE_PATH: Miniature = {
  seed: 1,
  limit: 80,
  course: simCourse,
  config: {
    ...BASE,
    keys: 10,
    grain: 'entry',
    options: miniature(6, 4, 16),
    workload: {
      kind: 'list',
      operations: [
        ...[7, 2, 5, 2, 9, 0, 4].map(put),
        remove(5),
        ...[8, 2].map(put),
        ...[2, 5, 3].map(get),
        ...[6, 1, 3].map(put),
      ],
    },
  },
};

/** The same, but the store dies with a write logged and not yet acknowledged. */
export const WRITE_PATH_CRASH: Miniature = {
  ...WRITE_PATH,
  course: (state, context) => {
    const logged = state.pending?.stage === 'logged' && state.pending.entry.seq === 10;
    return logged && !context.deviated ? { type: 'crash' } : simCourse(state, context);
  },
};

/** The course of a coarse grain, but with at most so many client operations in a frame. */
function inBatches(operations: number): Miniature['course'] {
  return (state) => {
    const action = simCourse(state);
    return action?.type === 'next' ? { type: 'next', operations } : action;
  };
}

/** Client operations in one frame of the uniform run. */
const BATCH = 6;

/**
 * Uniform overwrites of a store that has run for a while, so that level 2 is
 * well filled: LevelDB's sizes divided by 128, its counts and ratios kept.
 */
export const UNIFORM_OVERWRITES: Miniature = {
  seed: 8,
  limit: 200,
  course: inBatches(BATCH),
  config: {
    ...BASE,
    checked: false,
    keys: 800,
    grain: 'pick',
    mergeFrames: 10,
    options: miniature(17, 16, 80),
    timing: { writeMicros: 1000, slowdownMicros: 1000, backgroundBytesPerMicro: 20 },
    workload: {
      kind: 'writes',
      distribution: 'uniform',
      operations: 20_000,
      valueBytes: VALUE_BYTES,
      deletes: 0.1,
      reads: 0.15,
    },
    warmUp: 3060,
  },
};

/** The same writes from a client in a hurry: level 0 grows to 8 files, and writes are slowed. */
export const STALLS: Miniature = {
  seed: 7,
  limit: 200,
  course: simCourse,
  config: {
    ...BASE,
    keys: 100,
    grain: 'pick',
    timing: HURRIED,
    options: miniature(16, 8, 64),
    workload: uniform(3000, 0),
    warmUp: 400,
  },
};

/** One compaction from the pick to the install, entry by entry. */
export const ONE_COMPACTION: Miniature = {
  seed: 8,
  limit: 64,
  course: simCourse,
  config: {
    ...BASE,
    keys: 26,
    grain: 'entry',
    options: miniature(7, 6, 20),
    workload: uniform(400, 0.15),
    warmUp: 110,
  },
};

/** Reads between writes: each looks through level 0 file by file, then once in each level. */
export const LOOKUPS: Miniature = {
  seed: 4,
  limit: 126,
  course: simCourse,
  config: {
    ...BASE,
    keys: 64,
    grain: 'operation',
    mergeFrames: 6,
    options: miniature(8, 8, 40),
    workload: {
      kind: 'writes',
      distribution: 'uniform',
      operations: 4000,
      valueBytes: VALUE_BYTES,
      deletes: 0,
      reads: 0.4,
    },
    warmUp: 300,
  },
};

/** Writes before the snapshot of the next draft. */
const BEFORE_SNAPSHOT = 24;

/**
 * Sixteen keys at rest in level 2, then overwrites and deletes with a snapshot
 * in their midst. The first compaction must keep what the snapshot sees; once
 * that is released, the next ones drop it, tombstones included.
 */
export const TOMBSTONES_AND_SNAPSHOT: Miniature = {
  seed: 1,
  limit: 120,
  course: (state, context) => {
    const { snapshots, counters, pending } = state;
    if (!context.deviated && pending === null) {
      const held = snapshots[0];
      if (held === undefined && state.seq === BEFORE_SNAPSHOT && counters.gets === 0)
        return { type: 'snapshot' };
      if (held !== undefined && counters.compactions === 1) return { type: 'release', seq: held };
    }
    return simCourse(state, context);
  },
  config: {
    ...BASE,
    keys: 16,
    grain: 'operation',
    mergeFrames: 1000,
    options: miniature(4, 4, 12),
    warmUp: 16,
    workload: {
      kind: 'list',
      operations: [
        ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map(put),
        ...[put(1), remove(4), put(7), put(10)],
        ...[put(0), remove(3), put(7), put(12)],
        get(3),
        ...[put(2), put(4), remove(6), put(14)],
        ...[remove(1), put(5), remove(7), put(9), put(13)],
        ...[put(0), put(3), remove(10), put(12)],
        ...[put(6), get(7), get(10)],
      ],
    },
  },
};

/** Keys in order: every table goes straight to level 2, and nothing is ever compacted. */
export const SEQUENTIAL_LOAD: Miniature = {
  seed: 1,
  limit: 80,
  course: simCourse,
  config: {
    ...BASE,
    keys: 160,
    grain: 'pick',
    options: miniature(8, 8, 40),
    workload: {
      kind: 'writes',
      distribution: 'sequential',
      operations: 160,
      valueBytes: VALUE_BYTES,
      deletes: 0,
    },
  },
};

/** A memtable of four entries: each small table drags most of level 1 through a merge. */
export const TINY_MEMTABLE: Miniature = {
  seed: 7,
  limit: 240,
  course: simCourse,
  config: {
    ...BASE,
    keys: 100,
    grain: 'compaction',
    options: miniature(4, 8, 80),
    workload: uniform(600, 0),
  },
};

/** The same writes into a memtable of 32 entries, for comparison. */
export const LARGER_MEMTABLE: Miniature = {
  ...TINY_MEMTABLE,
  config: { ...TINY_MEMTABLE.config, options: miniature(32, 8, 80) },
};

/** YCSB's workload A over a store just loaded: half reads, half updates, a few keys hot. */
export const YCSB_A: Miniature = {
  seed: 5,
  limit: 240,
  course: simCourse,
  config: {
    ...BASE,
    keys: 64,
    grain: 'operation',
    options: miniature(8, 8, 40),
    workload: { kind: 'ycsb', workload: 'A', operations: 160, valueBytes: VALUE_BYTES },
    warmUp: 64,
  },
};

/** Keys of the workload miniatures. */
export const WORKLOAD_KEYS = 400;

/** Any published workload over a store whose levels fill within its frames. */
export function workloadMiniature(
  workload: Exclude<SimConfig['workload'], { kind: 'list' }>,
  frames: number,
  batch: number,
): Miniature {
  const grain = batch === 1 ? 'operation' : 'pick';
  return {
    seed: 1,
    limit: frames,
    course: batch === 1 ? simCourse : inBatches(batch),
    config: {
      ...BASE,
      checked: false,
      keys: WORKLOAD_KEYS,
      grain,
      mergeFrames: 6,
      options: miniature(17, 16, 80),
      timing: { writeMicros: 1000, slowdownMicros: 1000, backgroundBytesPerMicro: 40 },
      workload: { ...workload, valueBytes: VALUE_BYTES },
      warmUp: loadOperations(workload, WORKLOAD_KEYS),
    },
  };
}

/** Memtables that a reader's own workload should fill, so that there is something to see. */
const MEMTABLES_TO_FILL = 40;
/** LevelDB's level 1 is five files large. */
const LEVEL1_FILES = 5;

/** A reader's own operations, with sizes chosen so that they fill a few levels. */
export function listMiniature(operations: readonly ListedOperation[], keys: number): Miniature {
  const sizes = operations.filter(({ op }) => op === 'put').map(({ bytes }) => bytes + KEY_BYTES);
  const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
  const largest = sizes.reduce((most, bytes) => Math.max(most, bytes), ENTRY_BYTES);
  const buffer = Math.max(4 * largest, Math.ceil(total / MEMTABLES_TO_FILL));
  return {
    seed: 1,
    limit: 2000,
    course: simCourse,
    config: {
      ...BASE,
      checked: false,
      keys,
      grain: 'operation',
      mergeFrames: 6,
      options: {
        ...LEVELDB_OPTIONS,
        writeBufferBytes: buffer,
        maxFileBytes: buffer,
        level1Bytes: LEVEL1_FILES * buffer,
      },
      timing: { ...UNHURRIED, backgroundBytesPerMicro: Math.max(1, Math.ceil(buffer / 40)) },
      workload: { kind: 'list', operations },
    },
  };
}
