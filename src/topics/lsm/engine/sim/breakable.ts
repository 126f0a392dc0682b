import { type BrokenRules, LEVELDB_OPTIONS } from '../tree/options.ts';
import type { Bounds } from './bounded.ts';
import type { SimConfig } from './types.ts';

/** The rules whose breach breaks a promise that a tiny store can show. */
export const BREAKABLE = {
  'drop-tombstones-early': {
    title: 'Drop tombstones early',
    rules: { dropTombstonesEarly: true },
    bounds: { writes: 3, snapshots: 0, crashes: false },
  },
  'skip-log': {
    title: 'Skip the log',
    rules: { skipLog: true },
    bounds: { writes: 2, snapshots: 0, crashes: true },
  },
  'ignore-snapshots': {
    title: 'Ignore snapshots',
    rules: { ignoreSnapshots: true },
    bounds: { writes: 3, snapshots: 1, crashes: false },
  },
} satisfies Record<string, { title: string; rules: BrokenRules; bounds: Bounds }>;

export type BreakableRule = keyof typeof BREAKABLE;

export function isBreakable(name: string): name is BreakableRule {
  return Object.hasOwn(BREAKABLE, name);
}

/** Four bytes of key and four of value; tables and levels so small that a few writes fill them. */
const TINY = {
  options: {
    ...LEVELDB_OPTIONS,
    writeBufferBytes: 16,
    maxFileBytes: 16,
    level0Trigger: 1,
    level0Slowdown: 2,
    level0Stop: 3,
    level1Bytes: 8,
    levelMultiplier: 2,
  },
  workload: { kind: 'list', operations: [{ op: 'put', key: 0, bytes: 4 }] },
  sizing: 'logical',
  keyBytes: 4,
  grain: 'operation',
  timing: { writeMicros: 1, slowdownMicros: 1, backgroundBytesPerMicro: 1 },
  checked: true,
} as const;

/** A store small enough for every one of its states to be visited. */
export function tinyStore(rules: BrokenRules, keys = 1): SimConfig {
  return { ...TINY, rules, keys };
}
