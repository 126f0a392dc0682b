import { compactionScores, pickCompaction } from '../tree/picker.ts';
import { flushLevel } from '../tree/placement.ts';
import type { CompactPointers } from '../tree/types.ts';
import { applyChanges, type FileChanges, totalBytes } from '../tree/version.ts';
import { fastFile } from './columns.ts';
import { toTable } from './memtable.ts';
import { mergeTables } from './merge.ts';
import {
  copyCounters,
  type FastFlush,
  type FastMerge,
  type FastRun,
  hasWork,
  numberOutputs,
  writeWaits,
} from './state.ts';
import type { FastEdit, FastFile } from './types.ts';

/** An edit of the version, before it is recorded. */
type Edit = FileChanges<FastFile> & Pick<FastEdit, 'kind' | 'level'>;

/** Whether the background thread has something to do that it would have begun by now. */
export function isDue(run: FastRun): boolean {
  if (!hasWork(run)) return false;
  const { merge } = run;
  // A merge goes on by itself: it is due when its last entry is done.
  if (merge !== null && run.flush === null && run.immutable === null)
    return mergeEnd(run, merge) <= run.clock;
  return run.backgroundClock <= run.clock;
}

/** The next thing for the background thread: flushes first, then the merge, then a pick. */
export function backgroundStep(run: FastRun): void {
  const waited = writeWaits(run);
  const edit = nextEdit(run);
  if (edit === null) return;
  run.version = applyChanges(run.version, edit);
  run.needsCompaction = compactionScores(run.version, run.config.options).some((s) => s >= 1);
  if (waited && !writeWaits(run)) wake(run);
  record(run, edit);
}

function nextEdit(run: FastRun): Edit | null {
  if (run.flush !== null) return installFlush(run, run.flush);
  if (run.immutable !== null) return startFlush(run);
  if (run.merge !== null) return installMerge(run, run.merge);
  return pick(run);
}

/** The client goes on from where the background thread is. */
function wake(run: FastRun): void {
  const micros = Math.max(0, run.backgroundClock - run.clock);
  run.clock += micros;
  run.counters.stallMicros += micros;
}

function record(run: FastRun, { kind, level, deleted, added }: Edit): void {
  run.edits.push({
    kind,
    level,
    deleted,
    added: added.map(({ level: to, file }) => {
      const { number, bytes, smallest, largest } = file;
      return { level: to, file: { number, bytes, smallest, largest } };
    }),
    clock: run.clock,
    backgroundClock: run.backgroundClock,
    counters: copyCounters(run.counters),
  });
}

function startFlush(run: FastRun): null {
  const { columns, bytes } = toTable(run.immutable!, run.layout);
  const file = fastFile(run.nextFile++, bytes, columns);
  const level = flushLevel(run.version, file.smallest.user, file.largest.user, run.config.options);
  const micros = Math.floor(bytes / run.config.timing.backgroundBytesPerMicro);
  run.backgroundClock += micros;
  if (run.merge !== null) run.merge.begun += micros;
  run.flush = { file, level };
  return null;
}

function installFlush(run: FastRun, { file, level }: FastFlush): Edit {
  const { counters } = run;
  run.flush = null;
  run.immutable = null;
  counters.flush += file.bytes;
  counters.flushes++;
  counters.tableBytes += file.bytes;
  counters.peakBytes = Math.max(counters.peakBytes, counters.tableBytes);
  return { kind: 'flush', level, deleted: [], added: [{ level, file }] };
}

/** `VersionSet::PickCompaction`; a file that only changes level does so at once. */
function pick(run: FastRun): Edit | null {
  const { config } = run;
  const decision = pickCompaction(run.version, run.pointers, config.options, config.rules)!;
  const { level, trivialMove } = decision;
  if (trivialMove) {
    const file = decision.inputs[0][0]!;
    run.pointers = decision.pointers as CompactPointers<number>;
    run.counters.moves++;
    return {
      kind: 'move',
      level,
      deleted: [{ level, number: file.number }],
      added: [{ level: level + 1, file }],
    };
  }
  const result = mergeTables(decision, {
    version: run.version,
    options: config.options,
    layout: run.layout,
    rules: config.rules,
  });
  run.merge = { decision, result, begun: run.backgroundClock, numbers: [] };
  return null;
}

function installMerge(run: FastRun, merge: FastMerge): Edit {
  const { counters } = run;
  const { decision, result } = merge;
  const { level, inputs } = decision;
  const files = inputs[0].length + inputs[1].length;
  run.backgroundClock = mergeEnd(run, merge) + (run.config.timing.deleteMicros ?? 0) * files;
  numberOutputs(run, merge, result.total);
  run.merge = null;
  run.pointers = decision.pointers as CompactPointers<number>;
  const read = totalBytes(inputs[0]) + totalBytes(inputs[1]);
  counters.peakBytes = Math.max(counters.peakBytes, counters.tableBytes + result.written);
  counters.compactionRead[level]! += read;
  counters.compactionWritten[level]! += result.written;
  counters.tableBytes += result.written - read;
  counters.compactions++;
  counters.mergedEntries += result.total;
  counters.droppedEntries += result.total - result.kept;
  return {
    kind: 'compaction',
    level,
    deleted: inputs.flatMap((files, which) =>
      files.map(({ number }) => ({ level: level + which, number })),
    ),
    added: result.outputs.map(({ columns, bytes }, i) => ({
      level: level + 1,
      file: fastFile(merge.numbers[i]!, bytes, columns),
    })),
  };
}

/** When the background thread is done with the last entry. */
function mergeEnd(run: FastRun, merge: FastMerge): number {
  const { work, total } = merge.result;
  const rate = run.config.timing.backgroundBytesPerMicro;
  return merge.begun + Math.floor(work[total - 1]! / rate);
}
