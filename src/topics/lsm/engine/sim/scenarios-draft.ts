import type { TreeOptions } from '../tree/options.ts';
import { LEVELDB_OPTIONS } from '../tree/options.ts';
import type { ListedOperation } from '../workloads/types.ts';
import type { SimConfig } from './types.ts';

/** A configuration for a miniature, and what a scenario needs beside it. */
export interface SimDraft {
  readonly config: SimConfig;
  readonly seed: number;
  /** Frames at most. */
  readonly limit: number;
}

/** Bytes of one entry in the miniatures: every key has four, every value twelve. */
const KEY_BYTES = 4;
const VALUE_BYTES = 12;
const ENTRY_BYTES = KEY_BYTES + VALUE_BYTES;

/** LevelDB's triggers and ratios over sizes counted in entries. */
function miniature(memtable: number, file: number, level1: number, multiplier = 10): TreeOptions {
  return {
    ...LEVELDB_OPTIONS,
    // A memtable is full once it holds more than its buffer.
    writeBufferBytes: (memtable - 1) * ENTRY_BYTES,
    maxFileBytes: file * ENTRY_BYTES,
    level1Bytes: level1 * ENTRY_BYTES,
    levelMultiplier: multiplier,
  };
}

const BASE = {
  rules: {},
  sizing: 'logical',
  keyBytes: KEY_BYTES,
  timing: { writeMicros: 10, slowdownMicros: 1000, backgroundBytesPerMicro: 4 },
  checked: true,
} as const;

function put(key: number): ListedOperation {
  return { op: 'put', key, bytes: VALUE_BYTES };
}

/** One write at a time: log, memtable, answer; then a full memtable becomes a table. */
export const WRITE_PATH: SimDraft = {
  seed: 1,
  limit: 60,
  config: {
    ...BASE,
    keys: 10,
    grain: 'entry',
    options: miniature(6, 4, 16),
    workload: {
      kind: 'list',
      operations: [
        ...[7, 2, 5, 2, 9, 0, 4].map(put),
        { op: 'delete', key: 5, bytes: 0 },
        ...[8, 2, 6, 1].map(put),
        { op: 'get', key: 2, bytes: 0 },
        { op: 'get', key: 5, bytes: 0 },
        { op: 'get', key: 3, bytes: 0 },
      ],
    },
  },
};

/** Uniform overwrites: levels 0, 1 and 2 fill, and every key is rewritten again and again. */
export const UNIFORM_OVERWRITES: SimDraft = {
  seed: 7,
  limit: 400,
  config: {
    ...BASE,
    keys: 100,
    grain: 'pick',
    options: miniature(16, 8, 32, 10),
    workload: {
      kind: 'writes',
      distribution: 'uniform',
      operations: 1200,
      valueBytes: VALUE_BYTES,
      deletes: 0.05,
    },
  },
};
