import type { Diary } from './diary.ts';
import { editAt, type Manifest } from './manifest.ts';
import type { VersionEdit } from './version-edit.ts';

/** Edits at hand, or a MANIFEST from which they are decoded as they are needed. */
export type EditSource = readonly VersionEdit[] | Manifest;

export function editCount(edits: EditSource): number {
  return 'count' in edits ? edits.count : edits.length;
}

/** Throws `RangeError` if there is no such edit. */
export function editOf(edits: EditSource, index: number): VersionEdit {
  if ('count' in edits) return editAt(edits, index);
  const edit = edits[index];
  if (edit === undefined) throw new RangeError(`there is no edit ${index}`);
  return edit;
}

export type EditKind =
  /** The whole tree at once: how every MANIFEST begins. */
  | 'snapshot'
  /** What opening the store changed: new log numbers, and tables recovered from the log. */
  | 'opening'
  | 'flush'
  | 'compaction'
  /** One file changes its level, unread. */
  | 'move'
  /** Nothing that LevelDB does by itself: log numbers alone, or a repair. */
  | 'other';

/** What an edit stands for. `index` counts from 0. */
export function classifyEdit(edit: VersionEdit, index: number, diary: Diary): EditKind {
  if (index === 0 || edit.comparator !== undefined) return 'snapshot';
  if (edit.deleted.length > 0) return classifyDeletion(edit);
  const first = edit.added[0];
  // LogAndApply writes the snapshot and the opening's own edit one after the other.
  if (index === 1 || edit.added.length > 1) return 'opening';
  if (first === undefined) return 'other';
  return diary.recovered[first.file.number] ? 'opening' : 'flush';
}

function classifyDeletion(edit: VersionEdit): EditKind {
  const level = upperLevel(edit);
  const inPlace =
    edit.deleted.every((each) => each.level === level || each.level === level + 1) &&
    edit.added.every((each) => each.level === level + 1);
  if (!inPlace) return 'other';
  const moved =
    edit.deleted.length === 1 &&
    edit.added.length === 1 &&
    edit.deleted[0]!.number === edit.added[0]!.file.number;
  return moved ? 'move' : 'compaction';
}

/** The level whose files a compaction pushes down. */
function upperLevel(edit: VersionEdit): number {
  const pointer = edit.pointers.length === 1 ? edit.pointers[0] : undefined;
  return pointer?.level ?? Math.min(...edit.deleted.map(({ level }) => level));
}

/** The files a compaction read, by number, at its level and at the one beneath. */
export interface TakenInputs {
  readonly level: number;
  readonly files: readonly [readonly number[], readonly number[]];
}

export function takenInputs(edit: VersionEdit): TakenInputs {
  const level = upperLevel(edit);
  const at = (each: number) =>
    edit.deleted.filter((file) => file.level === each).map(({ number }) => number);
  return { level, files: [at(level), at(level + 1)] };
}
