import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { Operation } from '../sim/types.ts';
import type { ListedOperation, WorkloadSpec, WorkloadState } from './types.ts';
import { hashedOrder, zipfRank } from './zipf.ts';

type Generator = ReturnType<typeof xoroshiro128plus>;
type Ycsb = Extract<WorkloadSpec, { kind: 'ycsb' }>;
type Writes = Extract<WorkloadSpec, { kind: 'writes' }>;

export interface NextOperation {
  /** `null` once the workload is over. */
  readonly operation: Operation | null;
  readonly state: WorkloadState;
}

/** Operations in a row that the clustered distribution spends near one place. */
export const CLUSTER_OPERATIONS = 32;
/** Width of a cluster as a share of the key space. */
const CLUSTER_SHARE = 1 / 16;
/** Longest scan of YCSB's workload E (`maxscanlength`). */
const YCSB_SCAN = 100;

/** The published mixes: share of reads, updates, inserts, scans and read-modify-writes. */
export const YCSB_MIX = {
  A: { read: 0.5, update: 0.5, insert: 0, scan: 0, readModifyWrite: 0 },
  B: { read: 0.95, update: 0.05, insert: 0, scan: 0, readModifyWrite: 0 },
  C: { read: 1, update: 0, insert: 0, scan: 0, readModifyWrite: 0 },
  D: { read: 0.95, update: 0, insert: 0.05, scan: 0, readModifyWrite: 0 },
  E: { read: 0, update: 0, insert: 0.05, scan: 0.95, readModifyWrite: 0 },
  F: { read: 0.5, update: 0, insert: 0, scan: 0, readModifyWrite: 0.5 },
} as const;

export function initWorkload(spec: WorkloadSpec, keys: number, seed: number): WorkloadState {
  if (!Number.isInteger(keys) || keys < 1) throw new RangeError(`keys must be at least 1: ${keys}`);
  if (spec.kind === 'list') checkList(spec.operations, keys);
  const random = xoroshiro128plus(seed).getState();
  return { issued: 0, random, inserted: spec.kind === 'ycsb' ? 0 : keys, cluster: 0 };
}

/** A list comes from outside; a key beyond the space would only be refused in mid-run. */
function checkList(operations: readonly ListedOperation[], keys: number): void {
  for (const [index, { op, key, bytes }] of operations.entries()) {
    if (!Number.isInteger(key) || key < 0 || key >= keys)
      throw new RangeError(`operation ${index}: key ${key} is not from 0 to ${keys - 1}`);
    if (!Number.isInteger(bytes) || bytes < (op === 'scan' ? 1 : 0))
      throw new RangeError(`operation ${index}: a ${op} cannot have ${bytes} bytes or keys`);
  }
}

/** Operations that fill the store before the measured ones begin. */
export function loadOperations(spec: WorkloadSpec, keys: number): number {
  if (spec.kind === 'db_bench') return spec.benchmark === 'overwrite' ? keys : 0;
  if (spec.kind !== 'ycsb') return 0;
  // Where the mix inserts, leave room for twice the inserts expected, as YCSB does.
  const expected = Math.ceil(spec.operations * YCSB_MIX[spec.workload].insert);
  return Math.max(Math.ceil(keys / 2), keys - 2 * expected);
}

/** All operations of a workload, the load included. */
export function totalOperations(spec: WorkloadSpec, keys: number): number {
  if (spec.kind === 'list') return spec.operations.length;
  return loadOperations(spec, keys) + spec.operations;
}

/** The next operation over keys 0 to `keys` - 1, and the workload after it. Pure. */
export function nextOperation(
  spec: WorkloadSpec,
  keys: number,
  state: WorkloadState,
): NextOperation {
  if (state.issued >= totalOperations(spec, keys)) return { operation: null, state };
  if (spec.kind === 'list') {
    const { op, key, bytes } = spec.operations[state.issued]!;
    const operation =
      op === 'scan' ? operate(op, key, 0, bytes) : operate(op, key, op === 'put' ? bytes : 0);
    return { operation, state: { ...state, issued: state.issued + 1 } };
  }
  const random = xoroshiro128plusFromState(state.random);
  const draw =
    spec.kind === 'writes'
      ? nextWrite(spec, keys, state, random)
      : spec.kind === 'ycsb'
        ? nextYcsb(spec, keys, state, random)
        : {
            operation: operate('put', benchKey(spec, keys, state, random), spec.valueBytes),
          };
  return {
    operation: draw.operation,
    state: {
      issued: state.issued + 1,
      random: random.getState(),
      inserted: draw.inserted ?? state.inserted,
      cluster: draw.cluster ?? state.cluster,
    },
  };
}

interface Draw {
  readonly operation: Operation;
  readonly inserted?: number;
  readonly cluster?: number;
}

function operate(kind: Operation['kind'], key: number, bytes: number, count = 0): Operation {
  return { kind, key, bytes, count };
}

function nextWrite(spec: Writes, keys: number, state: WorkloadState, random: Generator): Draw {
  const { key, cluster } = writeKey(spec, keys, state, random);
  const reads = spec.reads !== undefined && uniformFloat64(random) < spec.reads;
  if (reads) return { operation: operate('get', key, 0), cluster };
  const deletes = spec.deletes > 0 && uniformFloat64(random) < spec.deletes;
  return {
    operation: operate(deletes ? 'delete' : 'put', key, deletes ? 0 : spec.valueBytes),
    cluster,
  };
}

function writeKey(
  spec: Writes,
  keys: number,
  state: WorkloadState,
  random: Generator,
): { key: number; cluster: number } {
  const { cluster } = state;
  switch (spec.distribution) {
    case 'sequential':
      return { key: state.issued % keys, cluster };
    case 'uniform':
      return { key: uniformInt(random, 0, keys - 1), cluster };
    case 'zipf-like':
      // Not Zipf's law, but as skewed: half the draws fall on the first 1/16 of the keys.
      return { key: Math.floor(keys * uniformFloat64(random) ** 4), cluster };
    case 'clustered': {
      const width = Math.max(1, Math.ceil(keys * CLUSTER_SHARE));
      const start =
        state.issued % CLUSTER_OPERATIONS === 0 ? uniformInt(random, 0, keys - width) : cluster;
      return { key: start + uniformInt(random, 0, width - 1), cluster: start };
    }
  }
}

function benchKey(
  spec: Extract<WorkloadSpec, { kind: 'db_bench' }>,
  keys: number,
  state: WorkloadState,
  random: Generator,
): number {
  const loading = state.issued < loadOperations(spec, keys);
  if (spec.benchmark === 'fillseq' || loading) return state.issued % keys;
  return uniformInt(random, 0, keys - 1);
}

function nextYcsb(spec: Ycsb, keys: number, state: WorkloadState, random: Generator): Draw {
  const order = hashedOrder(keys);
  const insert = (): Draw => {
    // A full key space turns an insert into an update of the newest key.
    const item = Math.min(state.inserted, keys - 1);
    return { operation: operate('put', order[item]!, spec.valueBytes), inserted: item + 1 };
  };
  if (state.issued < loadOperations(spec, keys)) return insert();
  const mix = YCSB_MIX[spec.workload];
  let share = uniformFloat64(random);
  share -= mix.insert;
  if (share < 0) return insert();
  const key = order[ycsbItem(spec, state.inserted, keys, random)]!;
  share -= mix.read;
  if (share < 0) return { operation: operate('get', key, 0) };
  share -= mix.update;
  if (share < 0) return { operation: operate('put', key, spec.valueBytes) };
  share -= mix.scan;
  if (share < 0) return { operation: operate('scan', key, 0, uniformInt(random, 1, YCSB_SCAN)) };
  return mix.readModifyWrite > 0
    ? { operation: operate('read-modify-write', key, spec.valueBytes) }
    : { operation: operate('get', key, 0) };
}

/** An item that exists: the most recent ones for workload D, else by popularity. */
function ycsbItem(spec: Ycsb, inserted: number, keys: number, random: Generator): number {
  if (spec.workload === 'D') return inserted - 1 - zipfRank(inserted, uniformFloat64(random));
  // YCSB draws over the keys there will be and draws again for those not yet inserted.
  for (;;) {
    const item = zipfRank(keys, uniformFloat64(random));
    if (item < inserted) return item;
  }
}
