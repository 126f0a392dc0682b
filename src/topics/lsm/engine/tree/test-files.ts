import type { FileMeta, UserKey, Version } from './types.ts';
import { LEVELS } from './types.ts';
import { compareFiles } from './version.ts';

/** For tests: a file of 1 MiB, unless told otherwise, between two user keys. */
export function file<K extends UserKey>(
  number: number,
  from: K,
  to: K,
  more: { mib?: number; newest?: number; oldest?: number } = {},
): FileMeta<K> {
  return {
    number,
    bytes: (more.mib ?? 1) * (1 << 20),
    smallest: { user: from, seq: more.newest ?? number * 100, type: 'put' },
    largest: { user: to, seq: more.oldest ?? number * 100, type: 'put' },
  };
}

/** For tests: a version with the given levels, each put in order. */
export function version<K extends UserKey>(...levels: FileMeta<K>[][]): Version<FileMeta<K>> {
  return {
    levels: Array.from({ length: LEVELS }, (_, level) =>
      [...(levels[level] ?? [])].sort(compareFiles),
    ),
  };
}

export function numbers(files: readonly FileMeta[]): number[] {
  return files.map((each) => each.number);
}
