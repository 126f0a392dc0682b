import { expect, test } from 'vitest';
import {
  deadBytes,
  peakSpaceAmplification,
  readAmplification,
  spaceAmplification,
  tablesPerGet,
  writeAmplification,
  writeAmplificationWithLog,
} from './amplification.ts';
import { NO_COUNTERS } from './counters.ts';
import { simCourse } from './course.ts';
import { simEngine } from './engine.ts';
import { LARGER_MEMTABLE, type Miniature, TINY_MEMTABLE } from './miniatures.ts';
import type { Counters } from './types.ts';

const COUNTERS: Counters = {
  ...NO_COUNTERS,
  user: 1000,
  wal: 1200,
  flush: 1100,
  compactionWritten: [2000, 900, 0, 0, 0, 0, 0],
  compactionRead: [9999, 9999, 0, 0, 0, 0, 0],
  tableBytes: 1500,
  liveBytes: 600,
  peakBytes: 3000,
  gets: 4,
  filesTouched: 10,
  tablesRead: 6,
};

test('amplifications are ratios of the counters', () => {
  expect(writeAmplification(COUNTERS)).toBe(4);
  expect(writeAmplificationWithLog(COUNTERS)).toBe(5.2);
  expect(spaceAmplification(COUNTERS)).toBe(2.5);
  expect(peakSpaceAmplification(COUNTERS)).toBe(5);
  expect(readAmplification(COUNTERS)).toBe(2.5);
  expect(tablesPerGet(COUNTERS)).toBe(1.5);
  expect(deadBytes(COUNTERS)).toBe(900);
});

test('there is none before anything was written or read', () => {
  for (const amplification of [writeAmplification, spaceAmplification, readAmplification])
    expect(amplification(NO_COUNTERS)).toBeNull();
});

test('a tiny memtable costs more than a larger one, for the same writes', () => {
  const finish = ({ config, seed }: Miniature) => {
    let state = simEngine.init(config, seed);
    for (;;) {
      const action = simCourse(state);
      if (action === null) return writeAmplification(state.counters)!;
      state = simEngine.step(state, action).state;
    }
  };
  expect(finish(TINY_MEMTABLE)).toBeGreaterThan(2 * finish(LARGER_MEMTABLE));
});
