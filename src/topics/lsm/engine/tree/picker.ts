import { compareInternal, compareUser } from './keys.ts';
import type { BrokenRules, TreeOptions } from './options.ts';
import type { CompactPointers, FileMeta, InternalKey, Version } from './types.ts';
import { LEVELS } from './types.ts';
import { levelBytes, maxBytesForLevel, overlappingFiles, rangeOf, totalBytes } from './version.ts';

/** What became of the attempt to take more files of the upper level. */
export type Expansion =
  /** The range of all inputs holds no further file of the upper level, or the rule is off. */
  | 'nothing to add'
  | 'taken'
  /** All inputs together would reach the byte limit. */
  | 'too large'
  /** The wider range would pull in another file of the lower level. */
  | 'needs more below';

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
  readonly expansion: Expansion;
  /** Files of `level + 2` that overlap the whole range: they limit the outputs. */
  readonly grandparents: readonly F[];
  /** One input, nothing below it, little beneath that: the file changes level unread. */
  readonly trivialMove: boolean;
  /** The pointers after this pick. */
  readonly pointers: CompactPointers;
}

/** LevelDB's `VersionSet::PickCompaction`; `null` when no level's score reaches 1. */
export function pickCompaction<F extends FileMeta>(
  version: Version<F>,
  pointers: CompactPointers,
  options: TreeOptions,
  rules: BrokenRules = {},
): Decision<F> | null {
  const scores = compactionScores(version, options);
  const level = bestLevel(scores);
  if ((scores[level] ?? 0) < 1) return null;
  const pointer = rules.skipCompactPointer ? null : (pointers[level] ?? null);
  const { seed, wrapped } = chooseSeed(version.levels[level] ?? [], pointer);
  const overlapping = level === 0 ? levelZeroInputs(version, seed, rules) : [seed];
  const chosen = completeInputs(version, level, overlapping, options, rules);
  return {
    level,
    scores,
    seed,
    wrapped,
    overlapping,
    ...chosen,
    pointers: pointers.map((old, each) =>
      each === level ? rangeOf(chosen.inputs[0]).largest : old,
    ),
  };
}

/**
 * How far each level is over its target, levels 0 to 5 (db/version_set.cc,
 * `VersionSet::Finalize`). Level 0 counts files, because every read looks into
 * all of them. The last level has no target: nothing lies beneath it.
 */
export function compactionScores(version: Version, options: TreeOptions): readonly number[] {
  const scores: number[] = [];
  for (let level = 0; level < LEVELS - 1; level++) {
    scores.push(
      level === 0
        ? (version.levels[0] ?? []).length / options.level0Trigger
        : levelBytes(version, level) / maxBytesForLevel(level, options),
    );
  }
  return scores;
}

/** The first of the largest scores: a tie goes to the upper level. */
function bestLevel(scores: readonly number[]): number {
  let best = 0;
  for (const [level, score] of scores.entries()) if (score > (scores[best] ?? 0)) best = level;
  return best;
}

/** The first file that ends beyond the pointer, so that picks go round the key space. */
function chooseSeed<F extends FileMeta>(
  files: readonly F[],
  pointer: InternalKey | null,
): { seed: F; wrapped: boolean } {
  const first = files[0];
  if (first === undefined) throw new RangeError('a level without files cannot have a score');
  if (pointer === null) return { seed: first, wrapped: false };
  const next = files.find((file) => compareInternal(file.largest, pointer) > 0);
  return { seed: next ?? first, wrapped: next === undefined };
}

function levelZeroInputs<F extends FileMeta>(
  version: Version<F>,
  seed: F,
  rules: BrokenRules,
): readonly F[] {
  const { smallest, largest } = seed;
  return overlappingFiles(version, 0, smallest.user, largest.user, !rules.skipTransitiveLevel0);
}

type Inputs<F extends FileMeta> = Pick<
  Decision<F>,
  'inputs' | 'expanded' | 'boundary' | 'expansion' | 'grandparents' | 'trivialMove'
>;

/**
 * From the files chosen at a level to the whole compaction (db/version_set.cc,
 * `VersionSet::SetupOtherInputs`). Also what seek and manual compactions go
 * through, which choose their first files by other means.
 */
export function completeInputs<F extends FileMeta>(
  version: Version<F>,
  level: number,
  chosen: readonly F[],
  options: TreeOptions,
  rules: BrokenRules = {},
): Inputs<F> {
  const upperBoundary = boundaryFiles(version, level, chosen, rules);
  const upper = [...chosen, ...upperBoundary];
  const below = filesBelow(version, level, upper, rules);
  const wider = expand(version, level, upper, below.files, options, rules);
  const inputs = [wider.files, below.files] as const;
  const boundary = [...upperBoundary, ...wider.boundary, ...below.boundary];
  const whole = rangeOf([...inputs[0], ...inputs[1]]);
  const grandparents =
    level + 2 < LEVELS
      ? overlappingFiles(version, level + 2, whole.smallest.user, whole.largest.user)
      : [];
  const limit = options.grandparentFactor * options.maxFileBytes;
  return {
    inputs,
    boundary,
    expanded: wider.files.filter((file) => !upper.includes(file) && !boundary.includes(file)),
    expansion: wider.expansion,
    grandparents,
    trivialMove:
      inputs[0].length === 1 && inputs[1].length === 0 && totalBytes(grandparents) <= limit,
  };
}

function filesBelow<F extends FileMeta>(
  version: Version<F>,
  level: number,
  upper: readonly F[],
  rules: BrokenRules,
): { files: readonly F[]; boundary: readonly F[] } {
  const { smallest, largest } = rangeOf(upper);
  const overlapping = overlappingFiles(version, level + 1, smallest.user, largest.user);
  const boundary = boundaryFiles(version, level + 1, overlapping, rules);
  return { files: [...overlapping, ...boundary], boundary };
}

/**
 * More files of the upper level, if they come for free: the merge must not
 * touch another file below, nor reach the byte limit.
 */
function expand<F extends FileMeta>(
  version: Version<F>,
  level: number,
  upper: readonly F[],
  below: readonly F[],
  options: TreeOptions,
  rules: BrokenRules,
): { files: readonly F[]; boundary: readonly F[]; expansion: Expansion } {
  const refused = (expansion: Expansion) => ({ files: upper, boundary: [], expansion });
  if (rules.skipExpansion || below.length === 0) return refused('nothing to add');
  const { smallest, largest } = rangeOf([...upper, ...below]);
  const transitive = !rules.skipTransitiveLevel0;
  const more = overlappingFiles(version, level, smallest.user, largest.user, transitive);
  const boundary = boundaryFiles(version, level, more, rules);
  const files = [...more, ...boundary];
  if (files.length <= upper.length) return refused('nothing to add');
  if (totalBytes(below) + totalBytes(files) >= options.expansionFactor * options.maxFileBytes)
    return refused('too large');
  if (filesBelow(version, level, files, rules).files.length !== below.length)
    return refused('needs more below');
  return { files, boundary, expansion: 'taken' };
}

/**
 * Files that begin with the user key on which the chosen ones end. They hold
 * older versions of it, and moving the newer alone would let a read find the
 * older one first. LevelDB 1.20 lacks this rule; later versions have it as
 * `AddBoundaryInputs` (db/version_set.cc).
 */
function boundaryFiles<F extends FileMeta>(
  version: Version<F>,
  level: number,
  chosen: readonly F[],
  rules: BrokenRules,
): readonly F[] {
  if (rules.skipBoundaryFiles || chosen.length === 0) return [];
  const found: F[] = [];
  let { largest } = rangeOf(chosen);
  for (;;) {
    // The level is sorted by smallest key, so the first match is the nearest.
    const next = overlappingFiles(version, level, largest.user, largest.user, false).find(
      (file) =>
        compareUser(file.smallest.user, largest.user) === 0 &&
        compareInternal(file.smallest, largest) > 0,
    );
    if (next === undefined || compareInternal(next.largest, largest) <= 0) return found;
    found.push(next);
    largest = next.largest;
  }
}
