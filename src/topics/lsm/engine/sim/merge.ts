import { compareInternal } from '../tree/keys.ts';
import type { Decision } from '../tree/picker.ts';
import { isBaseLevelForKey } from '../tree/placement.ts';
import { compareEntries, internalKeyOf, layoutRules, makeTable, NEWEST } from './entries.ts';
import {
  addToLayout,
  EMPTY_LAYOUT,
  entryBytes,
  finishedBytes,
  type LayoutRules,
  type MutableLayout,
} from './layout.ts';
import type {
  CompactionJob,
  Cut,
  Entry,
  Fate,
  SimConfig,
  SimEvent,
  SimState,
  Table,
} from './types.ts';

/** A merge about to begin. */
export function newJob(state: SimState, decision: Decision<Table>, begun: number): CompactionJob {
  const inputs = inputTables(decision);
  const held = state.config.rules.ignoreSnapshots ? undefined : state.snapshots[0];
  return {
    kind: 'compaction',
    decision,
    version: state.version,
    cursors: inputs.map(() => 0),
    outputs: [],
    building: [],
    buildingBytes: 0,
    buildingNumber: null,
    layout: EMPTY_LAYOUT,
    last: null,
    read: 0,
    total: decision.trivialMove ? 0 : inputs.reduce((sum, { entries }) => sum + entries.length, 0),
    kept: 0,
    dropped: { shadowed: 0, tombstones: 0 },
    oldestSnapshot: held ?? state.seq,
    grandparentIndex: 0,
    grandparentBytes: 0,
    seenKey: false,
    previousKey: null,
    previousSeq: NEWEST,
    begun,
    work: 0,
  };
}

export function inputTables(decision: Decision<Table>): readonly Table[] {
  return [...decision.inputs[0], ...decision.inputs[1]];
}

type Draft = { -readonly [K in keyof CompactionJob]: CompactionJob[K] };

interface Merge {
  readonly job: Draft;
  readonly cursors: number[];
  readonly inputs: readonly Table[];
  readonly outputs: Table[];
  building: Entry[];
  readonly layout: MutableLayout;
  readonly config: SimConfig;
  readonly rules: LayoutRules;
  readonly events: SimEvent[];
  nextFile: number;
}

export interface Merged {
  readonly job: CompactionJob;
  readonly nextFile: number;
  readonly events: readonly SimEvent[];
}

/**
 * Handles the next `limit` entries of a merge, as the loop of
 * `DBImpl::DoCompactionWork` (db/db_impl.cc) does. Drafts live inside this call
 * alone; the job given is not changed.
 */
export function mergeEntries(
  job: CompactionJob,
  limit: number,
  nextFile: number,
  config: SimConfig,
): Merged {
  const merge: Merge = {
    job: { ...job },
    cursors: job.cursors.slice(),
    inputs: inputTables(job.decision),
    outputs: job.outputs.slice(),
    building: job.building.slice(),
    layout: { ...job.layout },
    config,
    rules: layoutRules(config),
    events: [],
    nextFile,
  };
  const draft = merge.job;
  const until = Math.min(job.total, job.read + limit);
  while (draft.read < until) mergeOne(merge);
  if (draft.read === draft.total && merge.building.length > 0) finishOutput(merge, 'end');
  const dropped = draft.dropped;
  const summary: SimEvent = {
    kind: 'merged',
    entries: draft.read - job.read,
    kept: draft.kept - job.kept,
    shadowed: dropped.shadowed - job.dropped.shadowed,
    tombstones: dropped.tombstones - job.dropped.tombstones,
    last: draft.last!,
  };
  return {
    job: {
      ...draft,
      cursors: merge.cursors,
      outputs: merge.outputs,
      building: merge.building,
      buildingBytes: finishedOrNone(merge),
      layout: { ...merge.layout },
    },
    nextFile: merge.nextFile,
    events: [summary, ...merge.events],
  };
}

function finishedOrNone({ building, layout, rules }: Merge): number {
  return building.length === 0 ? 0 : finishedBytes(layout, rules);
}

function mergeOne(merge: Merge): void {
  const { job, cursors, inputs } = merge;
  const input = smallestInput(inputs, cursors);
  const entry = inputs[input]!.entries[cursors[input]!]!;
  cursors[input]!++;
  job.read++;
  job.work += entryBytes(merge.rules, entry.bytes);
  // The overlap is looked at before the entry's fate, and starts again from zero
  // even if there is no table to cut: `ShouldStopBefore` comes first in LevelDB.
  if (stopBefore(job, entry, merge.config) && merge.building.length > 0)
    finishOutput(merge, 'grandparents');
  const fate = fateOf(job, entry, merge.config);
  job.previousKey = entry.key;
  job.previousSeq = entry.seq;
  job.last = { entry, input, fate };
  if (fate.kept) keep(merge, entry);
  else if (fate.why === 'shadowed')
    job.dropped = { ...job.dropped, shadowed: job.dropped.shadowed + 1 };
  else job.dropped = { ...job.dropped, tombstones: job.dropped.tombstones + 1 };
}

function smallestInput(inputs: readonly Table[], cursors: readonly number[]): number {
  let best = -1;
  let bestEntry: Entry | null = null;
  for (let input = 0; input < inputs.length; input++) {
    const entry = inputs[input]!.entries[cursors[input]!];
    if (entry === undefined) continue;
    if (bestEntry === null || compareEntries(entry, bestEntry) < 0) {
      best = input;
      bestEntry = entry;
    }
  }
  return best;
}

/** Whether the output must end here, lest its own compaction take in too much (`ShouldStopBefore`). */
function stopBefore(job: Draft, entry: Entry, config: SimConfig): boolean {
  const { grandparents } = job.decision;
  const key = internalKeyOf(entry);
  while (
    job.grandparentIndex < grandparents.length &&
    compareInternal(key, grandparents[job.grandparentIndex]!.largest) > 0
  ) {
    if (job.seenKey) job.grandparentBytes += grandparents[job.grandparentIndex]!.bytes;
    job.grandparentIndex++;
  }
  job.seenKey = true;
  const { grandparentFactor, maxFileBytes } = config.options;
  if (job.grandparentBytes <= grandparentFactor * maxFileBytes) return false;
  job.grandparentBytes = 0;
  return true;
}

/** Rules A and B of `DBImpl::DoCompactionWork`. */
function fateOf(job: Draft, entry: Entry, config: SimConfig): Fate {
  const newerSeq = job.previousKey === entry.key ? job.previousSeq : NEWEST;
  if (newerSeq <= job.oldestSnapshot) return { kept: false, why: 'shadowed', by: newerSeq };
  const obsolete =
    entry.type === 'delete' &&
    entry.seq <= job.oldestSnapshot &&
    (config.rules.dropTombstonesEarly ||
      isBaseLevelForKey(job.version, job.decision.level, entry.key));
  return obsolete ? { kept: false, why: 'tombstone-at-base' } : { kept: true };
}

function keep(merge: Merge, entry: Entry): void {
  const { job, layout, rules } = merge;
  if (merge.building.length === 0) job.buildingNumber = merge.nextFile++;
  merge.building.push(entry);
  addToLayout(layout, rules, entry.key, entry.seq, entry.type, entry.bytes);
  job.kept++;
  job.work += entryBytes(rules, entry.bytes);
  if (layout.offset >= merge.config.options.maxFileBytes) finishOutput(merge, 'size');
}

function finishOutput(merge: Merge, why: Cut): void {
  const { job, layout, rules } = merge;
  const table = makeTable(job.buildingNumber!, merge.building, finishedBytes(layout, rules));
  merge.outputs.push(table);
  merge.events.push({ kind: 'cut', table, why });
  merge.building = [];
  job.buildingNumber = null;
  Object.assign(layout, EMPTY_LAYOUT);
}
