import { compareUser } from './keys.ts';
import type { TreeOptions } from './options.ts';
import type { FileMeta, UserKey, Version } from './types.ts';
import { LEVELS } from './types.ts';
import { firstIndex, overlappingFiles, totalBytes } from './version.ts';

/**
 * The level a flushed memtable goes to (db/version_set.cc,
 * `Version::PickLevelForMemTableOutput`). A table that overlaps nothing may
 * skip level 0, unless it would later drag too much of the level beneath its
 * new one into a merge.
 */
export function flushLevel(
  version: Version,
  smallest: UserKey,
  largest: UserKey,
  options: TreeOptions,
): number {
  const limit = options.grandparentFactor * options.maxFileBytes;
  let level = 0;
  if (overlapsLevel(version, 0, smallest, largest)) return level;
  while (level < options.maxFlushLevel && !overlapsLevel(version, level + 1, smallest, largest)) {
    const beneath =
      level + 2 < LEVELS ? overlappingFiles(version, level + 2, smallest, largest) : [];
    if (totalBytes(beneath) > limit) break;
    level++;
  }
  return level;
}

/** Whether a file of the level holds part of the range (`Version::OverlapInLevel`). */
function overlapsLevel(
  version: Version,
  level: number,
  smallest: UserKey | null,
  largest: UserKey | null,
): boolean {
  return overlappingFiles(version, level, smallest, largest, false).length > 0;
}

/**
 * Whether no level deeper than the merge's output can hold the key, so that its
 * tombstone has nothing left to hide (db/version_set.cc,
 * `Compaction::IsBaseLevelForKey`). `level` is that of the upper inputs. It
 * looks at file ranges alone: a range that merely spans the key keeps the tombstone.
 */
export function isBaseLevelForKey(version: Version, level: number, key: UserKey): boolean {
  for (let deeper = level + 2; deeper < LEVELS; deeper++) {
    const files: readonly FileMeta[] = version.levels[deeper] ?? [];
    const file = files[firstIndex(files, (each) => compareUser(each.largest.user, key) >= 0)];
    if (file !== undefined && compareUser(file.smallest.user, key) <= 0) return false;
  }
  return true;
}
