import type { SimConfig, Timing } from '../sim/types.ts';
import { LEVELDB_OPTIONS } from '../tree/options.ts';
import type { WorkloadSpec } from '../workloads/types.ts';

/**
 * The machine that long runs are simulated on, from the LOG of a real LevelDB
 * 1.20 under the loads below, its files on a local disk and its two threads on
 * a shared two-core machine:
 *
 * - From "Compacting" to "Compacted", flushes taken out, merges handled 415 to
 *   427 bytes, read plus written, per microsecond, with 400-byte and with
 *   1000-byte values alike.
 * - After that it deleted each input in 0.5 to 0.6 ms. Meanwhile a memtable may
 *   fill, and the next merge then takes five tables instead of four.
 * - Memtables filled at a median of 41 to 52 µs for each write while the machine
 *   was quiet and nothing stalled it, the client waiting for each answer, and
 *   at up to twice that while other work ran. 60 is a machine in between.
 * - The sleep is `DBImpl::MakeRoomForWrite`'s own constant.
 *
 * The real store differs from one run to the next: how many tables arrive in
 * level 0 while a merge runs decides how many the next one takes. Its write
 * amplification moved between 26.1 and 29.1 under the uniform load, and between
 * 11.6 and 13.8 under the zipf-like one, the lower figures while other work
 * kept its background thread from running. The model leaves out all variation,
 * and the time to create and sync files, which is inside the rate for merges
 * and missing from flushes.
 */
export const MEASURED_TIMING: Timing = {
  writeMicros: 60,
  slowdownMicros: 1000,
  backgroundBytesPerMicro: 420,
  deleteMicros: 550,
};

/** Loads that a real LevelDB was measured under; keys and values as there. */
function load(workload: WorkloadSpec, keys: number, writeBufferBytes: number): SimConfig {
  return {
    options: { ...LEVELDB_OPTIONS, writeBufferBytes, maxFileBytes: 1 << 20 },
    // LevelDB 1.20 has no boundary rule.
    rules: { skipBoundaryFiles: true },
    keys,
    workload,
    sizing: 'leveldb',
    keyBytes: 10,
    filterBits: 10,
    grain: 'entry',
    timing: MEASURED_TIMING,
    checked: false,
  };
}

/** 80,000 writes of 410 bytes to 40,000 keys, chosen uniformly; 64 KiB memtables. */
export const UNIFORM_LOAD: SimConfig = load(
  {
    kind: 'writes',
    distribution: 'uniform',
    operations: 80_000,
    valueBytes: 400,
    deletes: 0,
  },
  40_000,
  64 << 10,
);

/** 80,000 writes of 1 KB to as many keys, half of them to a sixteenth; 256 KiB memtables. */
export const ZIPF_LIKE_LOAD: SimConfig = load(
  {
    kind: 'writes',
    distribution: 'zipf-like',
    operations: 80_000,
    valueBytes: 1000,
    deletes: 0,
  },
  80_000,
  256 << 10,
);

/** 40,000 writes of 1 KB in key order; 256 KiB memtables. */
export const SEQUENTIAL_LOAD: SimConfig = load(
  {
    kind: 'writes',
    distribution: 'sequential',
    operations: 40_000,
    valueBytes: 1000,
    deletes: 0,
  },
  40_000,
  256 << 10,
);
