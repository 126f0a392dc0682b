import { isMerged } from './background.ts';
import { entryFor, peekOperation } from './client.ts';
import { mergeStep } from './course.ts';
import { explain } from './explain.ts';
import type { Operation, SimAction, SimState } from './types.ts';

/** Key spaces up to this size are enumerated in full. */
export const TINY_KEYS = 8;
const MENU_KEYS = 4;
const SCAN_COUNT = 4;

/**
 * The legal actions. For tiny key spaces every write and read of every key, at
 * every snapshot; else those of a few keys that the picture shows.
 */
export function enabled(state: SimState): readonly SimAction[] {
  return candidates(state).filter((action) => explain(state, action) === null);
}

function candidates(state: SimState): SimAction[] {
  const keys = menuKeys(state);
  const tiny = state.config.keys <= TINY_KEYS;
  return [
    ...(state.config.grain === 'entry' ? [{ type: 'next' } as const] : []),
    ...(state.config.grain === 'entry' ? [] : [{ type: 'next', operations: 1 } as const]),
    { type: 'insert' },
    { type: 'acknowledge' },
    { type: 'rotate' },
    { type: 'flush' },
    { type: 'pick' },
    ...mergeChoices(state),
    { type: 'install' },
    { type: 'compact' },
    ...keys.flatMap((key) => writes(state, key)),
    ...keys.flatMap((key) => reads(state, key, tiny)),
    { type: 'scan', key: 0, count: tiny ? state.config.keys : SCAN_COUNT },
    { type: 'snapshot' },
    ...state.snapshots.map((seq): SimAction => ({ type: 'release', seq })),
    { type: 'crash' },
    { type: 'recover' },
  ];
}

/** At entry grain a write begins with its log record, else it is one frame. */
function writes(state: SimState, key: number): SimAction[] {
  const bytes = menuBytes(state);
  if (state.config.grain === 'entry')
    return [
      { type: 'put', key, bytes },
      { type: 'delete', key },
    ];
  const operation = (kind: Operation['kind'], size: number): SimAction => ({
    type: 'operate',
    operation: { kind, key, bytes: size, count: 0 },
  });
  return [operation('put', bytes), operation('delete', 0)];
}

function reads(state: SimState, key: number, tiny: boolean): SimAction[] {
  const held = tiny ? state.snapshots : state.snapshots.slice(0, 1);
  return [
    { type: 'get', key },
    ...held.map((snapshot): SimAction => ({ type: 'get', key, snapshot })),
  ];
}

function mergeChoices(state: SimState): SimAction[] {
  const { job } = state;
  if (job?.kind !== 'compaction' || isMerged(job)) return [];
  const step = Math.min(mergeStep(state), job.total - job.read);
  const some: SimAction = { type: 'merge', entries: step };
  return step === job.total - job.read ? [some] : [some, { type: 'merge', entries: 'all' }];
}

/** Value length that the workload writes, so that a what-if fits the picture. */
function menuBytes({ config, memtable }: SimState): number {
  const { workload } = config;
  if (workload.kind !== 'list') return workload.valueBytes;
  const last = memtable.entries.find((entry) => entry.type === 'put');
  return last?.bytes ?? workload.operations.find(({ op }) => op === 'put')?.bytes ?? 1;
}

/** Every key of a tiny space; else the workload's next, the last written, and some in tables. */
function menuKeys(state: SimState): readonly number[] {
  const { keys } = state.config;
  if (keys <= TINY_KEYS) return Array.from({ length: keys }, (_, key) => key);
  const shown = new Set<number>();
  const next = peekOperation(state);
  if (next !== null) shown.add(next.key);
  const written = state.wal.entries.at(-1) ?? state.memtable.entries[0];
  if (written !== undefined) shown.add(written.key);
  if (state.read !== null) shown.add(state.read.key);
  for (const files of state.version.levels)
    for (const file of files.slice(0, 1)) shown.add(file.smallest.user);
  if (shown.size === 0) shown.add(entryFor(state, 'put', 0, 0).key);
  return [...shown].filter((key) => key < keys).slice(0, MENU_KEYS);
}
