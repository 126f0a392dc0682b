/** The byte arithmetic against files that LevelDB itself wrote. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LEVELDB_OPTIONS } from '../tree/options.ts';
import { completeInputs } from '../tree/picker.ts';
import { simEngine } from './engine.ts';
import { mergeEntries, newJob } from './merge.ts';
import type { SimConfig, SimState } from './types.ts';

const KEY_BYTES = 9;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-layout-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function config(writeBufferBytes: number): SimConfig {
  return {
    // Nothing is compacted here, so nothing must wait for a compaction.
    options: {
      ...LEVELDB_OPTIONS,
      writeBufferBytes,
      maxFileBytes: 1 << 20,
      level0Stop: 1000,
      level0Slowdown: 1000,
    },
    rules: {},
    keys: 50_000,
    workload: { kind: 'list', operations: [] },
    sizing: 'leveldb',
    keyBytes: KEY_BYTES,
    // classic-level gives every table a Bloom filter of ten bits for each key.
    filterBits: 10,
    grain: 'operation',
    timing: { writeMicros: 1, slowdownMicros: 0, backgroundBytesPerMicro: 1000 },
    checked: false,
  };
}

interface Write {
  readonly key: number;
  /** `null` deletes. */
  readonly bytes: number | null;
}

/** Writes with values of all sizes, some longer than a block, and repeated keys. */
function someWrites(count: number, seed: number): Write[] {
  const random = xoroshiro128plus(seed);
  return Array.from({ length: count }, () => {
    const key = uniformInt(random, 0, 49_999);
    const kind = uniformInt(random, 0, 19);
    const most = kind < 16 ? 300 : kind < 19 ? 3000 : 9000;
    return {
      key: kind === 7 ? key % 50 : key,
      bytes: kind === 0 ? null : uniformInt(random, 0, most),
    };
  });
}

async function writeReal(db: ClassicLevel<string, Uint8Array>, writes: readonly Write[]) {
  for (const { key, bytes } of writes) {
    const name = String(key).padStart(KEY_BYTES, '0');
    if (bytes === null) await db.del(name);
    else await db.put(name, new Uint8Array(bytes));
  }
}

/** Writes them all, flushing whenever the memtable is full. */
function writeSim(state: SimState, writes: readonly Write[]): SimState {
  let now = state;
  for (const { key, bytes } of writes) {
    const kind = bytes === null ? 'delete' : 'put';
    const operation = { kind, key, bytes: bytes ?? 0, count: 0 } as const;
    if (simEngine.explain(now, { type: 'operate', operation }) !== null) now = flushSim(now);
    now = simEngine.step(now, { type: 'operate', operation }).state;
  }
  return now;
}

function flushSim(state: SimState): SimState {
  const rotated = simEngine.step(state, { type: 'rotate' }).state;
  const flushed = simEngine.step(rotated, { type: 'flush' }).state;
  return simEngine.step(flushed, { type: 'install' }).state;
}

function open(writeBufferSize: number): ClassicLevel<string, Uint8Array> {
  return new ClassicLevel<string, Uint8Array>(folder, {
    valueEncoding: 'view',
    compression: false,
    writeBufferSize,
    maxFileSize: 1 << 20,
  });
}

test('memtables fill, and flushed tables and the log are as long, to the byte', async () => {
  const db = open(64 << 10);
  await db.open();
  const writes = someWrites(4000, 11);
  await writeReal(db, writes);
  await db.close();
  const real = [...readFileSync(join(folder, 'LOG'), 'utf8').matchAll(/table #\d+: (\d+) bytes/g)];
  const flushed: number[] = [];
  let now = simEngine.init(config(64 << 10), 1);
  for (const write of writes) {
    const before = now.counters;
    now = writeSim(now, [write]);
    if (now.counters.flushes > before.flushes) flushed.push(now.counters.flush - before.flush);
  }
  expect(flushed.length).toBeGreaterThan(10);
  // The last rotation's flush may still have been under way when the store was closed.
  expect(flushed.slice(0, real.length)).toEqual(real.map((match) => Number(match[1])));
  expect(flushed.length - real.length).toBeLessThanOrEqual(1);
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  const lengths = logs.map((name) => statSync(join(folder, name)).size);
  expect(lengths).toContain(now.wal.bytes);
});

test('a merge cuts the same tables, to the byte', async () => {
  const buffer = 64 << 20;
  const db = open(buffer);
  await db.open();
  let now = simEngine.init(config(buffer), 1);
  for (const seed of [21, 22]) {
    const writes = someWrites(6000, seed);
    await writeReal(db, writes);
    now = flushSim(writeSim(now, writes));
    // The first flush finds nothing in its way to level 2; the second stops above it, at level 1.
    if (seed === 21) await db.compactRange('0', '9', {});
  }
  await db.compactRange('0', '9', {});
  const text = db.getProperty('leveldb.sstables');
  await db.close();
  const real = [...text.matchAll(/^ \d+:(\d+)\[/gm)].map((match) => Number(match[1]));
  expect(now.version.levels.map((files) => files.length)).toEqual([0, 1, 1, 0, 0, 0, 0]);
  const { options } = now.config;
  const inputs = completeInputs(now.version, 1, now.version.levels[1]!, options);
  const seed = now.version.levels[1]![0]!;
  const decision = {
    ...inputs,
    level: 1,
    scores: [],
    seed,
    wrapped: false,
    overlapping: [seed],
    pointers: now.pointers,
  };
  const { job } = mergeEntries(newJob(now, decision, 0), 100_000, now.nextFile, now.config);
  expect(job.outputs.length).toBeGreaterThan(3);
  expect(job.outputs.map(({ bytes }) => bytes)).toEqual(real);
});
