import { compareInternal, compareUser } from './keys.ts';
import type { TreeOptions } from './options.ts';
import type { FileMeta, InternalKey, UserKey, Version } from './types.ts';
import { LEVELS } from './types.ts';

/** Files leaving and files joining, by level: the part of a version edit that changes the tree. */
export interface FileChanges<F extends FileMeta = FileMeta> {
  readonly deleted: readonly { readonly level: number; readonly number: number }[];
  readonly added: readonly { readonly level: number; readonly file: F }[];
}

export interface KeyRange {
  readonly smallest: InternalKey;
  readonly largest: InternalKey;
}

export function emptyVersion<F extends FileMeta>(): Version<F> {
  return { levels: Array.from({ length: LEVELS }, () => []) };
}

/** Total bytes of some files (db/version_set.cc, `TotalFileSize`). */
export function totalBytes(files: readonly FileMeta[]): number {
  let sum = 0;
  for (const file of files) sum += file.bytes;
  return sum;
}

export function levelBytes(version: Version, level: number): number {
  return totalBytes(version.levels[level] ?? []);
}

/** Target size of a level (db/version_set.cc, `MaxBytesForLevel`); unused for level 0. */
export function maxBytesForLevel(level: number, options: TreeOptions): number {
  return options.level1Bytes * options.levelMultiplier ** Math.max(0, level - 1);
}

/** The smallest range that covers some files; they must not be none. */
export function rangeOf(files: readonly FileMeta[]): KeyRange {
  const first = files[0];
  if (first === undefined) throw new RangeError('no files, so no range');
  let { smallest, largest } = first;
  for (const file of files) {
    if (compareInternal(file.smallest, smallest) < 0) smallest = file.smallest;
    if (compareInternal(file.largest, largest) > 0) largest = file.largest;
  }
  return { smallest, largest };
}

/**
 * Files of a level that overlap the user keys `begin` to `end`, both included;
 * `null` leaves an end open (db/version_set.cc, `Version::GetOverlappingInputs`).
 * Level 0 is transitive unless told otherwise: a file that reaches beyond the
 * range widens it, and the search starts again, because an older version of a
 * key must never be left above a newer one.
 */
export function overlappingFiles<F extends FileMeta>(
  version: Version<F>,
  level: number,
  begin: UserKey | null,
  end: UserKey | null,
  transitive = true,
): readonly F[] {
  const files = version.levels[level] ?? [];
  if (level > 0) return sortedOverlap(files, begin, end);
  if (!transitive) return files.filter((file) => overlaps(file, begin, end));
  return transitiveOverlap(files, begin, end);
}

function overlaps(file: FileMeta, begin: UserKey | null, end: UserKey | null): boolean {
  if (begin !== null && compareUser(file.largest.user, begin) < 0) return false;
  return end === null || compareUser(file.smallest.user, end) <= 0;
}

function transitiveOverlap<F extends FileMeta>(
  files: readonly F[],
  begin: UserKey | null,
  end: UserKey | null,
): readonly F[] {
  let from = begin;
  let to = end;
  let found: F[] = [];
  for (let i = 0; i < files.length; i++) {
    const file = files[i]!;
    if (!overlaps(file, from, to)) continue;
    const wider =
      (from !== null && compareUser(file.smallest.user, from) < 0) ||
      (to !== null && compareUser(file.largest.user, to) > 0);
    if (!wider) {
      found.push(file);
      continue;
    }
    if (from !== null && compareUser(file.smallest.user, from) < 0) from = file.smallest.user;
    if (to !== null && compareUser(file.largest.user, to) > 0) to = file.largest.user;
    found = [];
    i = -1;
  }
  return found;
}

/** Below level 0 files are disjoint and sorted, so the overlap is one run of them. */
function sortedOverlap<F extends FileMeta>(
  files: readonly F[],
  begin: UserKey | null,
  end: UserKey | null,
): readonly F[] {
  const from =
    begin === null ? 0 : firstIndex(files, (f) => compareUser(f.largest.user, begin) >= 0);
  const to =
    end === null ? files.length : firstIndex(files, (f) => compareUser(f.smallest.user, end) > 0);
  return from < to ? files.slice(from, to) : [];
}

/** Index of the first element that passes a test which, once passed, stays passed. */
export function firstIndex<T>(items: readonly T[], passes: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Order of files within a level (db/version_set.cc, `BySmallestKey`). */
export function compareFiles(a: FileMeta, b: FileMeta): number {
  return compareInternal(a.smallest, b.smallest) || a.number - b.number;
}

/**
 * The version after an edit (db/version_set.cc, `VersionSet::Builder`). Levels
 * that the edit does not name are the same arrays as before. Deleting a file
 * that is not there changes nothing, as in LevelDB.
 */
export function applyChanges<F extends FileMeta>(
  version: Version<F>,
  changes: FileChanges<F>,
): Version<F> {
  if (changes.deleted.length === 0 && changes.added.length === 0) return version;
  const levels = version.levels.map((files, level) => {
    const gone = new Set<number>();
    for (const each of changes.deleted) if (each.level === level) gone.add(each.number);
    const added: F[] = [];
    for (const each of changes.added) if (each.level === level) added.push(each.file);
    return changeLevel(files, gone, added);
  });
  return { levels };
}

function changeLevel<F extends FileMeta>(
  files: readonly F[],
  gone: ReadonlySet<number>,
  added: F[],
): readonly F[] {
  if (gone.size === 0 && added.length === 0) return files;
  const kept = gone.size === 0 ? files : files.filter((file) => !gone.has(file.number));
  if (added.length === 0) return kept;
  added.sort(compareFiles);
  const merged: F[] = [];
  let from = 0;
  for (const file of added) {
    const to = firstIndex(kept, (other) => compareFiles(other, file) > 0);
    for (; from < to; from++) merged.push(kept[from]!);
    merged.push(file);
  }
  for (; from < kept.length; from++) merged.push(kept[from]!);
  return merged;
}

/** `null` if every level is in order and no two files below level 0 overlap, else what is wrong. */
export function versionDisorder(version: Version): string | null {
  for (const [level, files] of version.levels.entries()) {
    for (let i = 1; i < files.length; i++) {
      const [left, right] = [files[i - 1]!, files[i]!];
      if (compareFiles(left, right) >= 0)
        return `files ${left.number} and ${right.number} of level ${level} are out of order`;
      if (level > 0 && compareInternal(left.largest, right.smallest) >= 0)
        return `files ${left.number} and ${right.number} of level ${level} overlap`;
    }
  }
  return null;
}
