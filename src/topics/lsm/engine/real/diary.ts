import type { FileCounts, LogEvent } from './log.ts';

/** One merge as the LOG tells it, from `Compacting` to `Compacted`. */
export interface LoggedMerge {
  readonly level: number;
  readonly files: FileCounts;
  /** Asked for by `compactRange`, not by the picker. */
  readonly manual: boolean;
  /** Numbers of the tables it wrote. */
  readonly outputs: readonly number[];
  /** Flushes that happened while it ran, so after its pick and before its edit. */
  readonly flushes: readonly number[];
  /** When it began and ended, as the LOG's stamps say. */
  readonly start: number | null;
  readonly end: number | null;
}

/** What a replay asks the LOG, ready for looking up. */
export interface Diary {
  /** Whether there was a LOG with anything about the tree in it. */
  readonly present: boolean;
  /** Finished merges, in order. */
  readonly merges: readonly LoggedMerge[];
  /** Index of the merge that wrote a table, by the table's number. */
  readonly mergeOf: Readonly<Record<number, number>>;
  /** Tables written from the write-ahead log while the store was opened. */
  readonly recovered: Readonly<Record<number, true>>;
}

export const NO_DIARY: Diary = { present: false, merges: [], mergeOf: {}, recovered: {} };

interface OpenMerge {
  readonly level: number;
  readonly files: FileCounts;
  readonly manual: boolean;
  readonly outputs: number[];
  readonly flushes: number[];
  readonly start: number | null;
}

interface Draft {
  readonly merges: LoggedMerge[];
  readonly mergeOf: Record<number, number>;
  readonly recovered: Record<number, true>;
  open: OpenMerge | null;
  manual: boolean;
  recovering: boolean;
}

/**
 * One background thread does every flush, pick and merge (db/db_impl.cc,
 * `BackgroundCall`), so its lines come in the order of the MANIFEST's edits.
 * A merge that never finished left no edit and is forgotten here too.
 */
export function keepDiary(events: readonly LogEvent[]): Diary {
  const draft: Draft = {
    merges: [],
    mergeOf: {},
    recovered: {},
    open: null,
    manual: false,
    recovering: false,
  };
  for (const event of events) note(draft, event);
  const { merges, mergeOf, recovered } = draft;
  return { present: events.length > 0, merges, mergeOf, recovered };
}

function note(draft: Draft, event: LogEvent): void {
  switch (event.kind) {
    case 'manual':
      draft.manual = event.merges;
      return;
    case 'recovering':
      draft.recovering = true;
      draft.open = null;
      return;
    case 'deleted':
      // Opening ends by deleting what the recovery made obsolete.
      draft.recovering = false;
      return;
    case 'flushed':
      if (draft.recovering) draft.recovered[event.file] = true;
      else draft.open?.flushes.push(event.file);
      return;
    case 'compacting':
      begin(draft, event.level, event.files, event.micros);
      return;
    case 'generated':
      draft.open?.outputs.push(event.file);
      return;
    case 'compacted':
      finish(draft, event.micros);
      return;
  }
}

function begin(draft: Draft, level: number, files: FileCounts, start: number | null): void {
  draft.open = { level, files, manual: draft.manual, outputs: [], flushes: [], start };
  draft.manual = false;
}

function finish(draft: Draft, end: number | null): void {
  if (draft.open === null) return;
  for (const output of draft.open.outputs) draft.mergeOf[output] = draft.merges.length;
  draft.merges.push({ ...draft.open, end });
  draft.open = null;
}

/** Index of the merge that made an edit; -1 if the LOG does not tell of it. */
export function findMerge(
  diary: Diary,
  outputs: readonly number[],
  level: number,
  files: FileCounts,
  after: number,
): number {
  const first = outputs[0];
  if (first !== undefined) return diary.mergeOf[first] ?? -1;
  return diary.merges.findIndex(
    (merge, index) =>
      index > after &&
      merge.outputs.length === 0 &&
      merge.level === level &&
      merge.files[0] === files[0] &&
      merge.files[1] === files[1],
  );
}
