import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simCourse } from '../sim/course.ts';
import { simEngine } from '../sim/engine.ts';
import type { SimConfig, SimEvent, SimState } from '../sim/types.ts';
import { LEVELDB_OPTIONS } from '../tree/options.ts';
import type { Version } from '../tree/types.ts';
import { runFast } from './run.ts';
import type { FastEdit, FileRecord } from './types.ts';

const SEED = 20_261_121;

function records(version: Version<FileRecord>): FileRecord[][] {
  return version.levels.map((files) =>
    files.map(({ number, bytes, smallest, largest }) => ({ number, bytes, smallest, largest })),
  );
}

/** Where the plain engine stands after each version edit. */
function plainEdits(config: SimConfig, seed: number): { states: SimState[]; last: SimState } {
  const states: SimState[] = [];
  let state = simEngine.init(config, seed);
  for (;;) {
    const action = simCourse(state);
    if (action === null) return { states, last: state };
    const step = simEngine.step(state, action);
    state = step.state;
    if (step.events.some(isEdit)) states.push(state);
  }
}

function isEdit({ kind }: SimEvent): boolean {
  return kind === 'flushed' || kind === 'installed' || kind === 'moved';
}

/** The version after each of the fast engine's edits, rebuilt from the edits alone. */
function* replay(edits: readonly FastEdit[]): Generator<FileRecord[][]> {
  const levels: FileRecord[][] = [[], [], [], [], [], [], []];
  for (const { deleted, added } of edits) {
    for (const { level, number } of deleted)
      levels[level] = levels[level]!.filter((file) => file.number !== number);
    for (const { level, file } of added) levels[level]!.push(file);
    for (const files of levels)
      files.sort((a, b) => a.smallest.user - b.smallest.user || b.smallest.seq - a.smallest.seq);
    yield levels;
  }
}

function expectSame(config: SimConfig, seed: number): number {
  const plain = plainEdits(config, seed);
  const fast = runFast(config, seed);
  expect(fast.edits.length).toBe(plain.states.length);
  const versions = replay(fast.edits);
  for (const [i, edit] of fast.edits.entries()) {
    const state = plain.states[i]!;
    expect(versions.next().value).toEqual(records(state.version));
    expect(edit.clock).toBe(state.clock);
    expect(edit.backgroundClock).toBe(state.backgroundClock);
    const { peakBytes: _, ...counters } = edit.counters;
    expect(state.counters).toMatchObject(counters);
  }
  expect(fast.counters).toEqual(plain.last.counters);
  expect(fast.clock).toBe(plain.last.clock);
  return fast.edits.length;
}

const SIZES = fc.record({
  buffer: fc.integer({ min: 300, max: 9000 }),
  file: fc.integer({ min: 300, max: 9000 }),
  level1: fc.integer({ min: 600, max: 30_000 }),
  multiplier: fc.integer({ min: 2, max: 10 }),
  grandparentFactor: fc.integer({ min: 1, max: 10 }),
});

const WORKLOADS = fc.oneof(
  fc.record({
    kind: fc.constant('writes' as const),
    distribution: fc.constantFrom('uniform', 'zipf-like', 'clustered', 'sequential'),
    operations: fc.integer({ min: 50, max: 1200 }),
    valueBytes: fc.integer({ min: 0, max: 300 }),
    deletes: fc.constantFrom(0, 0.1, 0.5),
    reads: fc.constantFrom(undefined, 0.3),
  }),
  fc.record({
    kind: fc.constant('ycsb' as const),
    workload: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'),
    operations: fc.integer({ min: 50, max: 600 }),
    valueBytes: fc.integer({ min: 1, max: 100 }),
  }),
  fc.record({
    kind: fc.constant('db_bench' as const),
    benchmark: fc.constantFrom('fillseq', 'fillrandom', 'overwrite'),
    operations: fc.integer({ min: 50, max: 800 }),
    valueBytes: fc.integer({ min: 1, max: 100 }),
  }),
);

const CONFIGS = fc.record({
  sizes: SIZES,
  workload: WORKLOADS,
  keys: fc.integer({ min: 4, max: 2000 }),
  sizing: fc.constantFrom('leveldb', 'logical'),
  keyBytes: fc.integer({ min: 4, max: 20 }),
  filterBits: fc.constantFrom(0, 10),
  writeMicros: fc.integer({ min: 1, max: 40 }),
  slowdownMicros: fc.constantFrom(0, 20, 1000),
  rate: fc.constantFrom(1, 3, 20, 200),
  deleteMicros: fc.constantFrom(undefined, 0, 7, 300),
});

function toConfig(drawn: Draw): SimConfig {
  const { sizes, workload, keys, sizing, keyBytes, filterBits } = drawn;
  return {
    options: {
      ...LEVELDB_OPTIONS,
      // An arena begins with a block of 4 KiB.
      writeBufferBytes: sizing === 'leveldb' ? sizes.buffer + 8192 : sizes.buffer,
      maxFileBytes: sizes.file,
      level1Bytes: sizes.level1,
      levelMultiplier: sizes.multiplier,
      grandparentFactor: sizes.grandparentFactor,
    },
    rules: {},
    keys,
    workload,
    sizing,
    keyBytes,
    filterBits,
    grain: 'entry',
    timing: {
      writeMicros: drawn.writeMicros,
      slowdownMicros: drawn.slowdownMicros,
      backgroundBytesPerMicro: drawn.rate,
      deleteMicros: drawn.deleteMicros,
    },
    checked: false,
  };
}

type Draw = typeof CONFIGS extends fc.Arbitrary<infer T> ? T : never;

describe('the fast engine is the plain one', () => {
  test('at every version edit, for random configurations', () => {
    let edits = 0;
    fc.assert(
      fc.property(CONFIGS, fc.integer({ min: 0, max: 1e6 }), (drawn, seed) => {
        edits += expectSame(toConfig(drawn), seed);
      }),
      { seed: SEED, numRuns: 120, endOnFailure: true },
    );
    console.info(`fast equals plain at ${edits} edits (fast-check seed ${SEED})`);
    expect(edits).toBeGreaterThan(3000);
  });
});
