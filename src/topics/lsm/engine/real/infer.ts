import { type EditSource, editCount, editOf } from './edits.ts';

/** How the target file size of a store was come by. */
export interface FileSizeGuess {
  readonly maxFileBytes: number;
  /** How many full tables speak for it. */
  readonly tables: number;
}

/** Fewer full tables than this could be chance. */
const ENOUGH = 3;
/** A full table passes the target by one block, its index and its filter: under 5 %. */
const SPREAD = 1.05;
/** As many edits as tell enough: a large MANIFEST need not be decoded once more. */
const MOST_EDITS = 20_000;
/** LevelDB allows no smaller target (`SanitizeOptions`). */
const LEAST = 1 << 20;

/**
 * The `max_file_size` that a store's own tables betray, or `null`. A merge
 * closes a table at the first block that reaches the target, so every table
 * but a merge's last is just above it (db/db_impl.cc, `DoCompactionWork`),
 * unless the grandparents cut it short. The largest group of like sizes is
 * therefore the full tables, with a few others among them by chance: its lower
 * quartile, rounded down, is the target. Very short entries make filters large
 * and the guess a sixteenth too high.
 */
export function inferMaxFileBytes(edits: EditSource): FileSizeGuess | null {
  const sizes: number[] = [];
  const count = Math.min(editCount(edits), MOST_EDITS);
  for (let index = 1; index < count; index++) {
    const edit = editOf(edits, index);
    if (edit.deleted.length === 0) continue;
    for (const { file } of edit.added.slice(0, -1)) sizes.push(file.bytes);
  }
  sizes.sort((a, b) => a - b);
  const group = largestGroup(sizes);
  const typical = sizes[group.from + Math.floor(group.count / 4)];
  if (typical === undefined || group.count < ENOUGH) return null;
  // People choose round sizes: a sixteenth of a power of two is round enough.
  const step = 2 ** (Math.floor(Math.log2(typical)) - 4);
  const maxFileBytes = Math.floor(typical / step) * step;
  return maxFileBytes < LEAST ? null : { maxFileBytes, tables: group.count };
}

/** The longest stretch of sorted sizes that lie within the spread of the first. */
function largestGroup(sizes: readonly number[]): { from: number; count: number } {
  let best = { from: 0, count: 0 };
  let from = 0;
  for (let to = 0; to < sizes.length; to++) {
    while (sizes[from]! * SPREAD < sizes[to]!) from++;
    if (to - from + 1 > best.count) best = { from, count: to - from + 1 };
  }
  return best;
}
