import type { BrokenRules, TreeOptions } from '../tree/options.ts';
import { flushLevel } from '../tree/placement.ts';
import type { CompactPointers, Version } from '../tree/types.ts';
import { LEVELS } from '../tree/types.ts';
import { applyChanges, emptyVersion, rangeOf } from '../tree/version.ts';
import { type Diary, findMerge } from './diary.ts';
import {
  classifyEdit,
  type EditKind,
  type EditSource,
  editCount,
  editOf,
  type TakenInputs,
  takenInputs,
} from './edits.ts';
import { type BoundaryRule, type Judgement, judge, type RealDecision } from './judge.ts';
import type { RealFile, VersionEdit } from './version-edit.ts';

export interface ReplayConfig {
  readonly edits: EditSource;
  readonly diary: Diary;
  readonly options: TreeOptions;
  /** Rules to break on purpose, to see the store disagree. */
  readonly rules: BrokenRules;
}

/** Sums over the edits so far; sizes in bytes. */
export interface ReplayTotals {
  readonly flushes: number;
  readonly compactions: number;
  readonly moves: number;
  readonly agree: number;
  readonly disagree: number;
  /** Flushes that went where our placement rule says, and elsewhere. */
  readonly placed: number;
  readonly misplaced: number;
  readonly flushBytes: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
}

/** Where a flushed table went, and where our rule would have put it. */
export interface Placement {
  readonly file: number;
  readonly level: number;
  readonly ours: number;
}

export interface ReplayState {
  readonly config: ReplayConfig;
  /** Edits applied so far; the last of them is edit number `index`, counted from 1. */
  readonly index: number;
  readonly version: Version<RealFile>;
  /** As the MANIFEST records them. The picker's own are checked against these. */
  readonly pointers: CompactPointers<string>;
  readonly kind: EditKind | null;
  readonly verdict: 'agree' | 'disagree' | 'not-a-compaction';
  /** What our picker chose on the tree before the edit. */
  readonly decision: RealDecision | null;
  /** What the store took. */
  readonly taken: TakenInputs | null;
  readonly judgement: Judgement | null;
  readonly placement: Placement | null;
  /** Numbers of the files that the edit added. */
  readonly added: readonly number[];
  readonly flushed: readonly { readonly level: number; readonly number: number }[];
  /** Index in the diary of the last merge met. */
  readonly merge: number;
  readonly boundary: BoundaryRule;
  readonly totals: ReplayTotals;
}

const NO_TOTALS: ReplayTotals = {
  flushes: 0,
  compactions: 0,
  moves: 0,
  agree: 0,
  disagree: 0,
  placed: 0,
  misplaced: 0,
  flushBytes: 0,
  readBytes: 0,
  writtenBytes: 0,
};

export function startReplay(config: ReplayConfig): ReplayState {
  return {
    config,
    index: 0,
    version: emptyVersion(),
    pointers: Array.from({ length: LEVELS }, () => null),
    kind: null,
    verdict: 'not-a-compaction',
    decision: null,
    taken: null,
    judgement: null,
    placement: null,
    added: [],
    flushed: [],
    merge: -1,
    boundary: 'unknown',
    totals: NO_TOTALS,
  };
}

/** The state after the next edit. Throws `RangeError` when there are no more. */
export function replayNext(state: ReplayState): ReplayState {
  const edit = editOf(state.config.edits, state.index);
  const kind = classifyEdit(edit, state.index, state.config.diary);
  const next: ReplayState = {
    ...state,
    index: state.index + 1,
    // A snapshot is the whole tree, wherever in the file it stands.
    version: applyChanges(kind === 'snapshot' ? emptyVersion() : state.version, edit),
    pointers: recordedPointers(state.pointers, edit),
    kind,
    verdict: 'not-a-compaction',
    decision: null,
    taken: null,
    judgement: null,
    placement: null,
    added: edit.added.map(({ file }) => file.number),
    flushed: [],
  };
  if (kind === 'flush') return { ...next, ...flushOutcome(state, edit) };
  if (kind === 'opening') return { ...next, totals: withFlushBytes(state.totals, edit) };
  if (kind === 'compaction' || kind === 'move')
    return { ...next, ...compactionOutcome(state, edit, kind) };
  return next;
}

/** Every state from the first to the last, the first included. */
export function* replayStates(config: ReplayConfig): Generator<ReplayState, void, void> {
  let state = startReplay(config);
  yield state;
  const count = editCount(config.edits);
  while (state.index < count) {
    state = replayNext(state);
    yield state;
  }
}

/** LevelDB writes the pointer into the edit of each compaction, so a restart knows it. */
function recordedPointers(
  pointers: CompactPointers<string>,
  edit: VersionEdit,
): CompactPointers<string> {
  if (edit.pointers.length === 0) return pointers;
  return pointers.map(
    (old, level) => edit.pointers.findLast((each) => each.level === level)?.key ?? old,
  );
}

function flushOutcome(state: ReplayState, edit: VersionEdit): Partial<ReplayState> {
  const { level, file } = edit.added[0]!;
  // Decided after the table is built, on the tree as the flush found it: no
  // other edit comes between, as one thread does all of them.
  const { options } = state.config;
  const ours = flushLevel(state.version, file.smallest.user, file.largest.user, options);
  const totals = withFlushBytes(state.totals, edit);
  return {
    flushed: [...state.flushed, { level, number: file.number }],
    placement: { file: file.number, level, ours },
    totals: {
      ...totals,
      placed: totals.placed + (ours === level ? 1 : 0),
      misplaced: totals.misplaced + (ours === level ? 0 : 1),
    },
  };
}

function withFlushBytes(totals: ReplayTotals, edit: VersionEdit): ReplayTotals {
  const bytes = edit.added.reduce((sum, { file }) => sum + file.bytes, 0);
  return {
    ...totals,
    flushes: totals.flushes + edit.added.length,
    flushBytes: totals.flushBytes + bytes,
  };
}

function compactionOutcome(
  state: ReplayState,
  edit: VersionEdit,
  kind: 'compaction' | 'move',
): Partial<ReplayState> {
  const { diary, options, rules } = state.config;
  const taken = takenInputs(edit);
  const counts = [taken.files[0].length, taken.files[1].length] as const;
  const outputs = edit.added.map(({ file }) => file.number);
  const merge = kind === 'move' ? -1 : findMerge(diary, outputs, taken.level, counts, state.merge);
  const judgement = judge({
    version: state.version,
    pointers: state.pointers,
    flushed: state.flushed,
    edit,
    taken,
    move: kind === 'move',
    merge: diary.merges[merge] ?? null,
    logged: diary.present,
    boundary: state.boundary,
    options,
    rules,
  });
  return {
    taken,
    judgement,
    decision: judgement.decision,
    verdict: judgement.verdict,
    boundary: judgement.boundary,
    merge: Math.max(state.merge, merge),
    pointers: pointersAfter(state, edit, taken),
    totals: compactionTotals(state, edit, kind, judgement),
  };
}

/** Stores that record no pointer are followed by the rule: the largest key of the upper inputs. */
function pointersAfter(
  state: ReplayState,
  edit: VersionEdit,
  taken: TakenInputs,
): CompactPointers<string> {
  if (edit.pointers.length > 0) return recordedPointers(state.pointers, edit);
  const numbers = new Set(taken.files[0]);
  const upper = (state.version.levels[taken.level] ?? []).filter((f) => numbers.has(f.number));
  if (upper.length === 0) return state.pointers;
  const largest = upper.find((f) => f.largest === rangeOf(upper).largest)!.largest;
  return state.pointers.map((old, level) => (level === taken.level ? largest : old));
}

function compactionTotals(
  state: ReplayState,
  edit: VersionEdit,
  kind: 'compaction' | 'move',
  judgement: Judgement,
): ReplayTotals {
  const { totals } = state;
  const counted = {
    ...totals,
    agree: totals.agree + (judgement.verdict === 'agree' ? 1 : 0),
    disagree: totals.disagree + (judgement.verdict === 'agree' ? 0 : 1),
  };
  if (kind === 'move') return { ...counted, moves: totals.moves + 1 };
  const written = edit.added.reduce((sum, { file }) => sum + file.bytes, 0);
  return {
    ...counted,
    compactions: totals.compactions + 1,
    readBytes: totals.readBytes + deletedBytes(state.version, edit),
    writtenBytes: totals.writtenBytes + written,
  };
}

function deletedBytes(version: Version<RealFile>, edit: VersionEdit): number {
  let sum = 0;
  for (const { level, number } of edit.deleted) {
    for (const file of version.levels[level] ?? []) if (file.number === number) sum += file.bytes;
  }
  return sum;
}
