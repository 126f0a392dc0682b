import type { Engine, Step } from '../../../../lab/engine.ts';
import { assertLegal } from '../../../../lab/engine.ts';
import type { CompactPointers } from '../tree/types.ts';
import { LEVELS } from '../tree/types.ts';
import { emptyVersion } from '../tree/version.ts';
import { initWorkload } from '../workloads/generate.ts';
import {
  backgroundDue,
  compact,
  flush,
  hasBackgroundWork,
  install,
  merge,
  pick,
  rotate,
} from './background.ts';
import {
  acknowledge,
  beginWrite,
  entryFor,
  insertPending,
  levelZeroFiles,
  needsRoom,
  operate,
  operateMany,
  read,
  startOperation,
  takeOperation,
  traceGet,
  traceScan,
  type Work,
} from './client.ts';
import { NO_COUNTERS } from './counters.ts';
import { enabled } from './enabled.ts';
import { emptyLog, emptyMemTable } from './entries.ts';
import { explain } from './explain.ts';
import { invariants } from './invariants.ts';
import { GRAINS, grain, TICKS, tick } from './marks.ts';
import { crash, recover } from './recovery.ts';
import type { SimAction, SimConfig, SimEvent, SimState, Table } from './types.ts';
import { caption, describe } from './words.ts';

/** The simulated store: LevelDB's rules, one step at a time. */
export const simEngine: Engine<SimConfig, SimState, SimAction, SimEvent> = {
  init,
  enabled,
  explain,
  step,
  caption,
  describe,
  invariants,
  ticks: TICKS,
  tick,
  grains: GRAINS,
  grain,
};

// A new LevelDB has used 1 and 2 for its first two MANIFESTs when it opens its first log.
const FIRST_LOG = 3;

function init(config: SimConfig, seed: number): SimState {
  return warmUp(newStore(config, seed), config.warmUp ?? 0);
}

/** Runs whole operations and background steps, unseen, until the store is at rest again. */
function warmUp(store: SimState, operations: number): SimState {
  let state = store;
  for (;;) {
    const busy = hasBackgroundWork(state) || needsRoom(state);
    const left = operations - state.workload.issued;
    if (!busy && left <= 0) return state;
    const next: SimAction = busy ? { type: 'compact' } : { type: 'next', operations: left };
    if (explain(state, next) !== null) return state;
    state = step(state, next).state;
  }
}

function newStore(config: SimConfig, seed: number): SimState {
  const model = config.checked ? Array.from({ length: config.keys }, () => null) : null;
  return {
    config,
    clock: 0,
    backgroundClock: 0,
    workload: initWorkload(config.workload, config.keys, seed),
    seq: 0,
    nextFile: FIRST_LOG + 1,
    pending: null,
    wal: emptyLog(FIRST_LOG),
    memtable: emptyMemTable(config),
    immutable: null,
    version: emptyVersion<Table>(),
    pointers: Array.from({ length: LEVELS }, () => null) as CompactPointers<number>,
    snapshots: [],
    job: null,
    decision: null,
    read: null,
    counters: NO_COUNTERS,
    stall: 'none',
    crashed: false,
    acknowledged: model,
    views: model === null ? null : [],
  };
}

function step(state: SimState, action: SimAction): Step<SimState, SimEvent> {
  assertLegal({ explain }, state, action);
  const work: Work = { state, events: [] };
  perform(work, action);
  return { state: settle(work.state), events: work.events };
}

function perform(work: Work, action: SimAction): void {
  const { state } = work;
  switch (action.type) {
    case 'put':
      beginWrite(work, entryFor(state, 'put', action.key, action.bytes));
      return;
    case 'delete':
      beginWrite(work, entryFor(state, 'delete', action.key, 0));
      return;
    case 'insert':
      insertPending(work);
      return;
    case 'acknowledge':
      acknowledge(work);
      return;
    case 'get':
      read(work, traceGet(state, action.key, action.snapshot ?? null));
      return;
    case 'scan':
      read(work, traceScan(state, action.key, action.count));
      return;
    case 'operate':
      operate(work, action.operation);
      return;
    case 'next':
      if (action.operations === undefined) startOperation(work, takeOperation(work));
      else operateMany(work, action.operations, backgroundDue);
      return;
    case 'snapshot':
      takeSnapshot(work);
      return;
    case 'release':
      releaseSnapshot(work, action.seq);
      return;
    case 'rotate':
      rotate(work);
      return;
    case 'flush':
      flush(work);
      return;
    case 'pick':
      pick(work);
      return;
    case 'merge':
      merge(work, action.entries);
      return;
    case 'install':
      install(work);
      return;
    case 'compact':
      compact(work);
      return;
    case 'crash':
      crash(work);
      return;
    case 'recover':
      recover(work);
      return;
  }
}

/** What depends on the state as a whole: the stall that the next write meets, and the peak. */
function settle(state: SimState): SimState {
  const stall = stallOf(state);
  const peak = state.counters.tableBytes + unfinishedBytes(state);
  const higher = peak > state.counters.peakBytes;
  if (!higher && stall === state.stall) return state;
  const counters = higher ? { ...state.counters, peakBytes: peak } : state.counters;
  return { ...state, stall, counters };
}

function stallOf(state: SimState): SimState['stall'] {
  if (state.crashed) return 'none';
  const files = levelZeroFiles(state);
  const { level0Slowdown, level0Stop } = state.config.options;
  if (needsRoom(state) && (state.immutable !== null || files >= level0Stop)) return 'stop';
  return files >= level0Slowdown ? 'slowdown' : 'none';
}

/** Bytes of tables that are written or being written, and not part of the tree yet. */
function unfinishedBytes({ job }: SimState): number {
  if (job === null) return 0;
  const merging = job.kind === 'flush' ? job.paused : job;
  const flushing = job.kind === 'flush' ? job.table.bytes : 0;
  if (merging === null) return flushing;
  const finished = merging.outputs.reduce((sum, { bytes }) => sum + bytes, 0);
  return flushing + finished + merging.buildingBytes;
}

function takeSnapshot(work: Work): void {
  const { state } = work;
  work.events.push({ kind: 'snapshot-taken', seq: state.seq });
  work.state = {
    ...state,
    snapshots: [...state.snapshots, state.seq],
    views:
      state.views === null || state.acknowledged === null
        ? state.views
        : [...state.views, state.acknowledged],
  };
}

function releaseSnapshot(work: Work, seq: number): void {
  const { state } = work;
  const at = state.snapshots.indexOf(seq);
  work.events.push({ kind: 'snapshot-released', seq });
  work.state = {
    ...state,
    snapshots: state.snapshots.toSpliced(at, 1),
    views: state.views === null ? null : state.views.toSpliced(at, 1),
  };
}
