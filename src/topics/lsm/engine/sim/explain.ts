import { nextOperation } from '../workloads/generate.ts';
import { hasBackgroundWork, isMerged, needsCompaction } from './background.ts';
import { isWrite, levelZeroFiles, needsRoom } from './client.ts';
import type { Operation, SimAction, SimState } from './types.ts';

/** `null` if the action is legal, else the rule it breaks, in words. */
export function explain(state: SimState, action: SimAction): string | null {
  if (action.type === 'recover')
    return state.crashed ? null : 'The store is running: there is nothing to recover from.';
  if (state.crashed) return 'The store is down: it must recover first.';
  switch (action.type) {
    case 'put':
      return badKey(state, action.key) ?? badBytes(action.bytes) ?? noWrite(state);
    case 'delete':
      return badKey(state, action.key) ?? noWrite(state);
    case 'insert':
      return state.pending?.stage === 'logged' ? null : 'No write waits in the log.';
    case 'acknowledge':
      return state.pending?.stage === 'inserted' ? null : 'No write waits for its answer.';
    case 'get':
      return badKey(state, action.key) ?? badSnapshot(state, action.snapshot) ?? busy(state);
    case 'scan':
      return badKey(state, action.key) ?? badCount(action.count) ?? busy(state);
    case 'operate':
      return badOperation(state, action.operation);
    case 'next':
      return badNext(state, action.operations);
    case 'snapshot':
      return busy(state) ?? (state.snapshots.includes(state.seq) ? sameSnapshot(state) : null);
    case 'release':
      return badSnapshot(state, action.seq);
    case 'crash':
      return null;
    default:
      return badBackground(state, action);
  }
}

type BackgroundAction = Extract<
  SimAction,
  { type: 'rotate' | 'flush' | 'pick' | 'merge' | 'install' | 'compact' }
>;

function badBackground(state: SimState, action: BackgroundAction): string | null {
  const { job } = state;
  switch (action.type) {
    case 'rotate':
      return badRotate(state);
    case 'flush':
      if (state.immutable === null) return 'There is no immutable memtable to flush.';
      return job?.kind === 'flush' ? 'The flush has been written and waits to be installed.' : null;
    case 'pick':
      if (job !== null) return 'One background job runs at a time, and one is running.';
      if (state.immutable !== null)
        return 'The immutable memtable is flushed before anything else.';
      return needsCompaction(state) ? null : 'No level needs a compaction: every score is below 1.';
    case 'merge':
      return badMerge(state, action.entries);
    case 'install':
      if (job === null) return 'Nothing to install: no job is running.';
      if (job.kind === 'flush' || isMerged(job)) return null;
      return `The merge has ${job.total - job.read} of ${job.total} entries left.`;
    case 'compact':
      if (hasBackgroundWork(state)) return null;
      if (needsRoom(state)) return badRotate(state);
      return 'No memtable waits for a flush, and no level needs a compaction.';
  }
}

function badMerge({ job, immutable }: SimState, entries: number | 'all'): string | null {
  if (entries !== 'all' && !(Number.isInteger(entries) && entries > 0))
    return 'A merge handles a whole number of entries, at least one.';
  if (job?.kind === 'flush') return 'The merge waits until the flush is installed.';
  if (job === null) return 'Nothing to merge: no compaction has been picked.';
  if (job.decision.trivialMove) return 'The file moves down unread, so there is nothing to merge.';
  if (isMerged(job)) return 'Every entry has been merged: the outputs wait to be installed.';
  return immutable === null ? null : 'The immutable memtable is flushed before the merge goes on.';
}

function badRotate(state: SimState): string | null {
  if (state.pending !== null) return 'The memtable cannot change while a write is on its way.';
  if (state.memtable.entries.length === 0) return 'The memtable is empty.';
  if (state.immutable !== null)
    return 'The previous memtable is still immutable: writes wait until it is flushed.';
  return stopped(state);
}

function stopped(state: SimState): string | null {
  const files = levelZeroFiles(state);
  return files >= state.config.options.level0Stop
    ? `Level 0 has ${files} files, so writes wait until a compaction finishes.`
    : null;
}

function busy(state: SimState): string | null {
  return state.pending === null ? null : 'The client waits for the answer to its write.';
}

function noWrite(state: SimState): string | null {
  const waiting = busy(state);
  if (waiting !== null || !needsRoom(state)) return waiting;
  return badRotate(state) ?? 'The memtable is full: it must become immutable first.';
}

function badKey({ config }: SimState, key: number): string | null {
  return Number.isInteger(key) && key >= 0 && key < config.keys
    ? null
    : `Keys are the whole numbers from 0 to ${config.keys - 1}.`;
}

function badBytes(bytes: number): string | null {
  return Number.isInteger(bytes) && bytes >= 0 ? null : 'A value has a whole number of bytes.';
}

function badCount(count: number): string | null {
  return Number.isInteger(count) && count > 0 ? null : 'A scan returns at least one key.';
}

function badSnapshot(state: SimState, seq: number | undefined): string | null {
  if (seq === undefined || state.snapshots.includes(seq)) return null;
  return `No snapshot is held at seq ${seq}.`;
}

function sameSnapshot(state: SimState): string {
  return `A snapshot at seq ${state.seq} is held already.`;
}

function badOperation(state: SimState, operation: Operation): string | null {
  const { kind, key, bytes, count } = operation;
  const bad = badKey(state, key) ?? badBytes(bytes);
  if (bad !== null) return bad;
  if (kind === 'scan') return badCount(count) ?? busy(state);
  return isWrite(operation) ? noWrite(state) : busy(state);
}

function badNext(state: SimState, operations: number | undefined): string | null {
  if (operations !== undefined && !(Number.isInteger(operations) && operations > 0))
    return 'The client does a whole number of operations, at least one.';
  const waiting = busy(state);
  if (waiting !== null) return waiting;
  const { config, workload } = state;
  const { operation } = nextOperation(config.workload, config.keys, workload);
  if (operation === null) return 'The workload is over.';
  return badOperation(state, operation);
}
