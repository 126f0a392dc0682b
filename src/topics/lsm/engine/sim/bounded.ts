import type { Engine } from '../../../../lab/engine.ts';
import { simEngine } from './engine.ts';
import type {
  CompactionJob,
  Entry,
  SimAction,
  SimConfig,
  SimEvent,
  SimState,
  Table,
} from './types.ts';

/** What a search may do at most, so that it has an end. */
export interface Bounds {
  readonly writes: number;
  /** Snapshots held at once. */
  readonly snapshots: number;
  readonly crashes: boolean;
}

/**
 * The simulator with a bounded client, for exhaustive search. Reads are left
 * out, for they change nothing and the invariants read every key anyway, and
 * so are the actions that only do several others at once.
 */
export function boundedSim(bounds: Bounds): Engine<SimConfig, SimState, SimAction, SimEvent> {
  const wanted = (state: SimState, action: SimAction): boolean => {
    switch (action.type) {
      case 'get':
      case 'scan':
      case 'next':
      case 'compact':
        return false;
      case 'put':
      case 'delete':
      case 'operate':
        return state.seq < bounds.writes;
      case 'crash':
        return bounds.crashes;
      case 'snapshot':
        return state.snapshots.length < bounds.snapshots;
      case 'merge':
        return action.entries !== 'all' || onlyAll(state);
      default:
        return true;
    }
  };
  return {
    ...simEngine,
    enabled: (state) => simEngine.enabled(state).filter((action) => wanted(state, action)),
  };
}

/** Beyond entry grain, a merge is one action. */
function onlyAll({ config }: SimState): boolean {
  return config.grain !== 'entry';
}

/**
 * What tells two states apart as far as their futures go: not the clock, the
 * counters, the last read or decision, nor how files are numbered beyond their
 * order of age.
 */
export function identifySim(state: SimState): string {
  const { version, job, immutable, pending } = state;
  const names = fileNames(state);
  const file = (table: Table) => `${names.get(table.number)}=${list(table.entries)}`;
  const parts = [
    state.crashed ? 'down' : 'up',
    state.seq,
    pending === null ? '' : `${pending.stage} ${list([pending.entry])}`,
    list(state.wal.entries),
    list(state.memtable.entries),
    immutable === null ? '' : `${list(immutable.wal.entries)}/${list(immutable.memtable.entries)}`,
    version.levels.map((files) => files.map(file).join(' ')).join('|'),
    state.pointers.map((pointer) => (pointer === null ? '' : `${pointer.user}.${pointer.seq}`)),
    state.snapshots,
    seqs(state.acknowledged),
    (state.views ?? []).map(seqs).join('/'),
    job === null ? '' : job.kind === 'flush' ? flushName(state, names) : mergeName(job, names),
  ];
  return parts.join(';');
}

/** Files by order of age, the oldest first. */
function fileNames({ version, job }: SimState): Map<number, number> {
  const merging = job?.kind === 'flush' ? job.paused : job;
  const numbers = [
    ...version.levels.flat(),
    ...(merging?.outputs ?? []),
    ...(job?.kind === 'flush' ? [job.table] : []),
  ].map(({ number }) => number);
  if (merging?.buildingNumber != null) numbers.push(merging.buildingNumber);
  numbers.sort((a, b) => a - b);
  return new Map(numbers.map((number, age) => [number, age]));
}

function flushName({ job }: SimState, names: Map<number, number>): string {
  if (job?.kind !== 'flush') return '';
  const paused = job.paused === null ? '' : mergeName(job.paused, names);
  return `flush ${names.get(job.table.number)}@${job.level} ${paused}`;
}

function mergeName(job: CompactionJob, names: Map<number, number>): string {
  const { decision, cursors, outputs, building } = job;
  const named = (tables: readonly Table[]) => tables.map(({ number }) => names.get(number));
  return [
    `merge@${decision.level}`,
    decision.inputs.map(named).join('+'),
    job.version.levels.map(named).join('|'),
    cursors,
    outputs.map(({ number, entries }) => `${names.get(number)}=${list(entries)}`).join(' '),
    `${job.buildingNumber === null ? '' : names.get(job.buildingNumber)}=${list(building)}`,
    job.oldestSnapshot,
    job.grandparentIndex,
    job.grandparentBytes,
    job.seenKey,
    `${job.previousKey}.${job.previousSeq}`,
  ].join(' ');
}

function list(entries: readonly Entry[]): string {
  return entries
    .map(({ key, seq, type, bytes }) => `${key}.${seq}${type === 'put' ? bytes : 'x'}`)
    .join(',');
}

function seqs(model: readonly (Entry | null)[] | null): string {
  return (model ?? []).map((entry) => entry?.seq ?? 0).join(',');
}
