import {
  addToLayout,
  EMPTY_LAYOUT,
  finishedBytes,
  type LayoutRules,
  type MutableLayout,
} from '../sim/layout.ts';
import type { BrokenRules, TreeOptions } from '../tree/options.ts';
import type { Decision } from '../tree/picker.ts';
import { isBaseLevelForKey } from '../tree/placement.ts';
import type { Version } from '../tree/types.ts';
import { columnBuffer, concatenate, mergeAll, slice } from './columns.ts';
import type { Columns, FastFile } from './types.ts';

/** One table that a merge wrote; its number is given when its turn on the clock comes. */
export interface Output {
  readonly columns: Columns;
  readonly bytes: number;
  /** Entries read before the one that opened it. */
  readonly opened: number;
}

export interface MergeResult {
  readonly total: number;
  readonly kept: number;
  readonly written: number;
  readonly outputs: readonly Output[];
  /** Bytes handled after each entry read: what the simulated clock goes by. */
  readonly work: Float64Array;
}

/** What a merge needs beside its inputs. */
export interface MergeContext {
  readonly version: Version<FastFile>;
  readonly options: TreeOptions;
  readonly layout: LayoutRules;
  readonly rules: BrokenRules;
}

interface Building {
  readonly buffer: { keys: Uint32Array; seqs: Uint32Array; values: Uint32Array };
  readonly layout: MutableLayout;
  readonly outputs: Output[];
  from: number;
  to: number;
  opened: number;
  written: number;
}

/**
 * A whole merge at once, by the rules that `sim/merge.ts` applies one entry at
 * a time, for a store without snapshots: of each key the newest version stays,
 * and goes too if it is a tombstone that nothing deeper needs.
 */
export function mergeTables(decision: Decision<FastFile>, context: MergeContext): MergeResult {
  const input = inputColumns(decision);
  const { keys, seqs, values } = input;
  const total = keys.length;
  const work = new Float64Array(total);
  const building = newBuilding(total);
  const { layout, buffer } = building;
  const { layout: rules } = context;
  const overhead = rules.keyBytes + (rules.sizing === 'leveldb' ? 8 : 0);
  const { maxFileBytes } = context.options;
  const stopsBefore = grandparentCut(decision, context.options);
  // The first entry is noted too: grandparents before it do not count.
  let nextStop = -1;
  let previous = -1;
  let done = 0;
  for (let i = 0; i < total; i++) {
    const key = keys[i]!;
    const seq = seqs[i]!;
    const value = values[i]!;
    done += overhead + (value >>> 1);
    if (key >= nextStop) {
      nextStop = stopsBefore.next(key, seq);
      if (stopsBefore.cut() && building.to > building.from) finishOutput(building, rules);
    }
    if (key !== previous && (value % 2 === 1 || !obsolete(key, decision, context))) {
      if (building.to === building.from) building.opened = i;
      buffer.keys[building.to] = key;
      buffer.seqs[building.to] = seq;
      buffer.values[building.to] = value;
      building.to++;
      addToLayout(layout, rules, key, seq, value % 2 === 1 ? 'put' : 'delete', value >>> 1);
      done += overhead + (value >>> 1);
      if (layout.offset >= maxFileBytes) finishOutput(building, rules);
    }
    previous = key;
    work[i] = done;
  }
  if (building.to > building.from) finishOutput(building, rules);
  const { outputs, written, to } = building;
  return { total, kept: to, written, outputs, work };
}

function inputColumns({ level, inputs }: Decision<FastFile>): Columns {
  const upper = inputs[0].map(({ columns }) => columns);
  const lower = inputs[1].map(({ columns }) => columns);
  const above = level === 0 ? mergeAll(upper) : concatenate(upper);
  return lower.length === 0 ? above : mergeAll([above, concatenate(lower)]);
}

function newBuilding(total: number): Building {
  return {
    buffer: columnBuffer(total),
    layout: { ...EMPTY_LAYOUT },
    outputs: [],
    from: 0,
    to: 0,
    opened: 0,
    written: 0,
  };
}

function finishOutput(building: Building, rules: LayoutRules): void {
  const { buffer, from, to, opened, layout } = building;
  const bytes = finishedBytes(layout, rules);
  building.outputs.push({ columns: slice(buffer, from, to), bytes, opened });
  building.written += bytes;
  building.from = to;
  Object.assign(layout, EMPTY_LAYOUT);
}

function obsolete(key: number, { level }: Decision<FastFile>, context: MergeContext): boolean {
  return (
    context.rules.dropTombstonesEarly === true || isBaseLevelForKey(context.version, level, key)
  );
}

interface GrandparentCut {
  /** Takes note of an entry; returns the first key that has to be noted again. */
  next(key: number, seq: number): number;
  /** Whether the output must end before the entry noted last. Asking resets it. */
  cut(): boolean;
}

/** `Compaction::ShouldStopBefore`, asked only where a grandparent may end. */
function grandparentCut(decision: Decision<FastFile>, options: TreeOptions): GrandparentCut {
  const { grandparents } = decision;
  const limit = options.grandparentFactor * options.maxFileBytes;
  let index = 0;
  let overlapped = 0;
  let seen = false;
  const passed = (key: number, seq: number): boolean => {
    const largest = grandparents[index]?.largest;
    if (largest === undefined) return false;
    return key > largest.user || (key === largest.user && seq < largest.seq);
  };
  return {
    next(key, seq) {
      while (passed(key, seq)) {
        if (seen) overlapped += grandparents[index]!.bytes;
        index++;
      }
      seen = true;
      return grandparents[index]?.largest.user ?? Number.POSITIVE_INFINITY;
    },
    cut() {
      if (overlapped <= limit) return false;
      overlapped = 0;
      return true;
    },
  };
}
