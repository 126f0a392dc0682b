import type { BrokenRules, TreeOptions } from './options.ts';
import type { CompactPointers, FileMeta, Version } from './types.ts';

/** What the picker chose, and everything it looked at on the way. */
export interface Decision<F extends FileMeta = FileMeta> {
  readonly level: number;
  /** Score by level, 0 to 5. The first largest wins if it is at least 1. */
  readonly scores: readonly number[];
  /** The file the pick began with, and whether the pointer wrapped to the first file. */
  readonly seed: F;
  readonly wrapped: boolean;
  /** Files of the seed's level before boundary files and expansion. */
  readonly overlapping: readonly F[];
  /** Final inputs at `level` and at `level + 1`, each in the version's order. */
  readonly inputs: readonly [readonly F[], readonly F[]];
  /** Files that expansion, and that the boundary rule, added. */
  readonly expanded: readonly F[];
  readonly boundary: readonly F[];
  /** Files of `level + 2` that overlap the whole range: they limit the outputs. */
  readonly grandparents: readonly F[];
  /** One input, nothing below it, little beneath that: the file changes level unread. */
  readonly trivialMove: boolean;
  /** The pointers after this pick. */
  readonly pointers: CompactPointers;
}

/** LevelDB's `VersionSet::PickCompaction`; `null` when no level's score reaches 1. */
export declare function pickCompaction<F extends FileMeta>(
  version: Version<F>,
  pointers: CompactPointers,
  options: TreeOptions,
  rules?: BrokenRules,
): Decision<F> | null;
