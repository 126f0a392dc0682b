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

/**
 * The `max_file_size` that a store's own tables betray, or `null`. A merge
 * closes a table at the first block that reaches the target, so every table
 * but a merge's last is just above it (db/db_impl.cc, `DoCompactionWork`),
 * unless the grandparents cut it short. The largest group of like sizes
 * is therefore the full tables; the target is their least, rounded down.
 */
export function inferMaxFileBytes(edits: EditSource): FileSizeGuess | null {
  const sizes: number[] = [];
  for (let index = 1; index < editCount(edits); index++) {
    const edit = editOf(edits, index);
    if (edit.deleted.length === 0) continue;
    for (const { file } of edit.added.slice(0, -1)) sizes.push(file.bytes);
  }
  sizes.sort((a, b) => a - b);
  let best = { from: 0, count: 0 };
  let from = 0;
  for (let to = 0; to < sizes.length; to++) {
    while (sizes[from]! * SPREAD < sizes[to]!) from++;
    if (to - from + 1 > best.count) best = { from, count: to - from + 1 };
  }
  const least = sizes[best.from];
  if (least === undefined || best.count < ENOUGH || least < 1 << 20) return null;
  // People choose round sizes: a sixteenth of a power of two is round enough.
  const step = 2 ** (Math.floor(Math.log2(least)) - 4);
  return { maxFileBytes: Math.floor(least / step) * step, tables: best.count };
}
