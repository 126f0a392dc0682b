/** Whole runs against LevelDB itself, given the same operations. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { describe, expect, test } from 'vitest';
import type { SimConfig } from '../sim/types.ts';
import { initWorkload, nextOperation } from '../workloads/generate.ts';
import { SEQUENTIAL_LOAD, UNIFORM_LOAD, ZIPF_LIKE_LOAD } from './loads.ts';
import { runFast } from './run.ts';
import type { FastResult } from './types.ts';

const SEED = 1;
/** A busy machine can take ten times as long as a quiet one. */
const PATIENCE = 240_000;
/** LevelDB syncs every table, which on a shared disk can take most of the run; memory does as well. */
const FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

interface RealRun {
  /** Bytes of each flushed table, in order. */
  readonly flushed: readonly number[];
  readonly compactions: number;
  readonly writeAmplification: number;
  readonly files: readonly number[];
}

async function runReal(config: SimConfig): Promise<RealRun> {
  const folder = mkdtempSync(join(FOLDER, 'lockstep-oracle-'));
  try {
    const db = new ClassicLevel<string, Uint8Array>(folder, {
      valueEncoding: 'view',
      compression: false,
      writeBufferSize: config.options.writeBufferBytes,
      maxFileSize: config.options.maxFileBytes,
    });
    await db.open();
    const user = await writeAll(db, config);
    const files = [0, 1, 2, 3].map((level) =>
      Number(db.getProperty(`leveldb.num-files-at-level${level}`)),
    );
    await db.close();
    return { ...readLog(readFileSync(join(folder, 'LOG'), 'utf8'), user), files };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the workload one answer at a time; returns the bytes of keys and values. */
async function writeAll(db: ClassicLevel<string, Uint8Array>, config: SimConfig): Promise<number> {
  const { workload, keys, keyBytes } = config;
  const value = new Uint8Array(1000);
  let state = initWorkload(workload, keys, SEED);
  let user = 0;
  for (;;) {
    const { operation, state: next } = nextOperation(workload, keys, state);
    if (operation === null) return user;
    state = next;
    const { key, bytes } = operation;
    await db.put(String(key).padStart(keyBytes, '0'), value.subarray(0, bytes));
    user += keyBytes + bytes;
  }
}

function readLog(log: string, user: number): Omit<RealRun, 'files'> {
  const flushed = [...log.matchAll(/Level-0 table #\d+: (\d+) bytes/g)].map((m) => Number(m[1]));
  const merged = [...log.matchAll(/Compacted .* => (\d+) bytes/g)].map((m) => Number(m[1]));
  const written = [...flushed, ...merged].reduce((sum, bytes) => sum + bytes, 0);
  return { flushed, compactions: merged.length, writeAmplification: written / user };
}

function flushedBy(result: FastResult): number[] {
  return result.edits.flatMap(({ kind, added }) =>
    kind === 'flush' ? [added[0]!.file.bytes] : [],
  );
}

/** When a memtable is full, and how long its table is, does not depend on time. */
function expectSameFlushes(ours: FastResult, real: RealRun): void {
  const expected = flushedBy(ours);
  // The real store may have been closed before its last flush began.
  expect(expected.length - real.flushed.length).toBeLessThanOrEqual(1);
  expect(real.flushed).toEqual(expected.slice(0, real.flushed.length));
}

function within(value: number | null, expected: number, share: number): void {
  expect(value).toBeGreaterThan(expected * (1 - share));
  expect(value).toBeLessThan(expected * (1 + share));
}

function filesOf(result: FastResult): number[] {
  return result.version.levels.slice(0, 4).map((files) => files.length);
}

describe('against LevelDB 1.20, the same operations', { timeout: PATIENCE }, () => {
  test('uniform: write amplification near 28, files about 1/10/12', async () => {
    const ours = runFast(UNIFORM_LOAD, SEED);
    const real = await runReal(UNIFORM_LOAD);
    console.info('uniform', ours.writeAmplification, filesOf(ours), real.writeAmplification);
    expectSameFlushes(ours, real);
    within(ours.writeAmplification, 28.2, 0.06);
    // Looser, for the machine may be busy: 26.1 to 29.1 have been seen.
    within(ours.writeAmplification, real.writeAmplification, 0.2);
    within(ours.counters.compactions, real.compactions, 0.2);
    // How many tables wait in level 0 at the end is a matter of the moment.
    for (const files of [filesOf(ours), real.files]) {
      expect(Math.abs(files[1]! - 10)).toBeLessThanOrEqual(2);
      expect(Math.abs(files[2]! - 12)).toBeLessThanOrEqual(2);
      expect(files[3]).toBe(0);
    }
  });

  test('zipf-like: write amplification near 13', async () => {
    const ours = runFast(ZIPF_LIKE_LOAD, SEED);
    const real = await runReal(ZIPF_LIKE_LOAD);
    console.info('zipf-like', ours.writeAmplification, filesOf(ours), real.writeAmplification);
    expectSameFlushes(ours, real);
    within(ours.writeAmplification, 13.1, 0.06);
    // This load does depend on how fast client and disk are; see `MEASURED_TIMING`.
    within(ours.writeAmplification, real.writeAmplification, 0.3);
  });

  test('sequential: every table goes to level 2, and nothing is compacted', async () => {
    const ours = runFast(SEQUENTIAL_LOAD, SEED);
    const real = await runReal(SEQUENTIAL_LOAD);
    expectSameFlushes(ours, real);
    expect(filesOf(ours)).toEqual([0, 0, ours.counters.flushes, 0]);
    expect(real.files).toEqual([0, 0, expect.any(Number), 0]);
    expect(ours.counters.compactions + ours.counters.moves + real.compactions).toBe(0);
    within(ours.writeAmplification, real.writeAmplification, 0.01);
    within(ours.writeAmplification, 1.01, 0.01);
  });
});
