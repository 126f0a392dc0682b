import { nextOperation } from '../workloads/generate.ts';
import { insertEntry, isFull, layoutRules, visibleBytes } from './entries.ts';
import { logBytesAfter } from './layout.ts';
import { get, lookUp, scan } from './read.ts';
import type { Counters, Entry, Operation, ReadTrace, SimEvent, SimState } from './types.ts';

/** A number of operations that stands for no limit: the memtable fills long before. */
export const UNTIL_FULL = 1_000_000;

/** What a step makes: `events` is added to, `state` replaced. */
export interface Work {
  state: SimState;
  readonly events: SimEvent[];
}

export function levelZeroFiles(state: SimState): number {
  return state.version.levels[0]!.length;
}

/** The entry that a put or a delete would write now. */
export function entryFor(state: SimState, type: Entry['type'], key: number, bytes: number): Entry {
  return { key, seq: state.seq + 1, type, bytes: type === 'put' ? bytes : 0 };
}

/**
 * First step of a write: it sleeps once if level 0 is near its limit
 * (`DBImpl::MakeRoomForWrite`), then its record goes to the log
 * (`DBImpl::Write`). With `skipLog` it goes straight to the memtable.
 */
export function beginWrite(work: Work, entry: Entry): void {
  slowDown(work);
  const { state } = work;
  const { config, wal, counters } = state;
  const clock = state.clock + config.timing.writeMicros;
  if (config.rules.skipLog) {
    work.state = { ...state, clock, pending: { entry, stage: 'logged' } };
    insertPending(work);
    return;
  }
  const bytes = logBytesAfter(wal.bytes, layoutRules(config), entry.type, entry.bytes);
  const added = bytes - wal.bytes;
  work.events.push({ kind: 'logged', entry, bytes: added });
  work.state = {
    ...state,
    clock,
    pending: { entry, stage: 'logged' },
    wal: { number: wal.number, entries: [...wal.entries, entry], bytes },
    counters: { ...counters, wal: counters.wal + added },
  };
}

function slowDown(work: Work): void {
  const { state } = work;
  const { config, counters } = state;
  const files = levelZeroFiles(state);
  if (files < config.options.level0Slowdown) return;
  const micros = config.timing.slowdownMicros;
  work.events.push({ kind: 'slowed', micros, files });
  work.state = {
    ...state,
    clock: state.clock + micros,
    counters: {
      ...counters,
      slowdowns: counters.slowdowns + 1,
      stallMicros: counters.stallMicros + micros,
    },
  };
}

/** Second step of a write: the memtable takes the entry, which readers cannot see yet. */
export function insertPending(work: Work): void {
  const { state } = work;
  const { entry } = state.pending!;
  work.events.push({ kind: 'inserted', entry });
  work.state = {
    ...state,
    memtable: insertEntry(state.memtable, entry, state.config),
    pending: { entry, stage: 'inserted' },
  };
}

/** Last step of a write: its sequence number is published, and the client has its answer. */
export function acknowledge(work: Work): void {
  const { state } = work;
  const { config, counters } = state;
  const { entry } = state.pending!;
  const hidden = lookUp(state, entry.key, state.seq);
  const live = visibleBytes(config, entry) - visibleBytes(config, hidden);
  work.events.push({ kind: 'acknowledged', entry });
  work.state = {
    ...state,
    seq: entry.seq,
    pending: null,
    acknowledged: withEntry(state.acknowledged, entry),
    counters: {
      ...counters,
      user: counters.user + config.keyBytes + entry.bytes,
      puts: counters.puts + (entry.type === 'put' ? 1 : 0),
      deletes: counters.deletes + (entry.type === 'delete' ? 1 : 0),
      liveBytes: counters.liveBytes + live,
    },
  };
}

export function withEntry(
  model: readonly (Entry | null)[] | null,
  entry: Entry,
): readonly (Entry | null)[] | null {
  if (model === null) return null;
  const next = model.slice();
  next[entry.key] = entry;
  return next;
}

/** A get or a scan, at a snapshot or at the newest sequence number. */
export function read(work: Work, trace: ReadTrace): void {
  const { state } = work;
  work.events.push({ kind: 'read', trace });
  work.state = {
    ...state,
    clock: state.clock + state.config.timing.writeMicros,
    read: trace,
    counters: countRead(state.counters, trace),
  };
}

function countRead(counters: Counters, trace: ReadTrace): Counters {
  if (trace.kind === 'scan') return { ...counters, scans: counters.scans + 1 };
  const tables = trace.steps.filter((step) => step.place === 'table').length;
  return {
    ...counters,
    gets: counters.gets + 1,
    filesTouched: counters.filesTouched + trace.steps.length,
    tablesRead: counters.tablesRead + tables,
  };
}

export function traceGet(state: SimState, key: number, snapshot: number | null): ReadTrace {
  return get(state, key, snapshot ?? state.seq, snapshot);
}

export function traceScan(state: SimState, key: number, count: number): ReadTrace {
  return scan(state, key, count, state.seq, null);
}

export function isWrite(operation: Operation): boolean {
  return operation.kind !== 'get' && operation.kind !== 'scan';
}

/** One whole operation. */
export function operate(work: Work, operation: Operation): void {
  startOperation(work, operation);
  if (work.state.pending?.stage === 'logged') insertPending(work);
  if (work.state.pending !== null) acknowledge(work);
}

/** An operation up to and with its log record; reads are done with. */
export function startOperation(work: Work, operation: Operation): void {
  const { kind, key, bytes, count } = operation;
  if (kind === 'scan') {
    read(work, traceScan(work.state, key, count));
    return;
  }
  if (kind === 'get' || kind === 'read-modify-write') read(work, traceGet(work.state, key, null));
  if (kind === 'get') return;
  beginWrite(work, entryFor(work.state, kind === 'delete' ? 'delete' : 'put', key, bytes));
}

/** The workload's next operation, or `null` when it is over. */
export function peekOperation(state: SimState): Operation | null {
  return nextOperation(state.config.workload, state.config.keys, state.workload).operation;
}

export function takeOperation(work: Work): Operation {
  const { config, workload } = work.state;
  const { operation, state } = nextOperation(config.workload, config.keys, workload);
  work.state = { ...work.state, workload: state };
  return operation!;
}

/** Whether the memtable must be rotated before anything more is written. */
export function needsRoom(state: SimState): boolean {
  return isFull(state.memtable, state.config);
}

/** Whether the workload's next write has to wait for the background thread. */
export function writeWaits(state: SimState): boolean {
  if (!needsRoom(state) || state.crashed) return false;
  const stopped = levelZeroFiles(state) >= state.config.options.level0Stop;
  if (state.immutable === null && !stopped) return false;
  const next = peekOperation(state);
  return next !== null && isWrite(next);
}

/**
 * Several operations of the workload in one frame: until `limit`, or the
 * memtable is full, or the background thread, whose work `due` finds, is behind.
 */
export function operateMany(work: Work, limit: number, due: (state: SimState) => boolean): void {
  const before = work.state.counters;
  const steps: Work = { state: work.state, events: [] };
  let done = 0;
  let ended: Extract<SimEvent, { kind: 'batch' }>['ended'] = 'count';
  while (done < limit) {
    const next = peekOperation(steps.state);
    if (next === null) ended = 'over';
    else if (isWrite(next) && needsRoom(steps.state)) ended = 'full';
    else if (done > 0 && due(steps.state)) ended = 'background';
    else {
      operate(steps, takeOperation(steps));
      done++;
      continue;
    }
    break;
  }
  work.state = steps.state;
  if (done === 1) {
    work.events.push(...steps.events);
    return;
  }
  const after = steps.state.counters;
  work.events.push({
    kind: 'batch',
    puts: after.puts - before.puts,
    deletes: after.deletes - before.deletes,
    reads: after.gets - before.gets + after.scans - before.scans,
    slowdowns: after.slowdowns - before.slowdowns,
    ended,
  });
}
