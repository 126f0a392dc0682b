import { type Id, sameId } from '../algorithm.ts';
import { idIn, type Letters } from './letters.ts';
import type { InsertRun } from './operations.ts';
import type { Order } from './order.ts';
import { isAt, type Run } from './run.ts';

/**
 * Fugue without a tree. Where nobody else typed at the same place, the parent has
 * no child on that side yet, and the place is beside it. Where somebody did,
 * the list is scanned from the left origin on, as Yjs and Loro do (`scan`).
 */
export const fugue: Order = {
  id: 'fugue',
  grows: (run) => !run.rightTaken,
  choose(letters, run, offset) {
    const taken = run === null ? letters.index.total > 0 : hasRight(run, offset);
    return taken
      ? { parent: letters.idAfter(run, offset), side: 'left' }
      : { parent: run && idIn(run, offset), side: 'right' };
  },
  settle(letters, insert) {
    const { parent, side } = insert;
    if (parent === null) return letters.index.total > 0 ? scan(letters, insert) : null;
    const run = letters.runOf(parent)!;
    const offset = parent.counter - run.counter;
    if (side === 'right') return hasRight(run, offset) ? scan(letters, insert) : run;
    if (offset === 0 && run.leftTaken) return scan(letters, insert);
    return letters.index.previous(letters.cut(run, offset));
  },
  attached(letters, { parent, side }) {
    if (parent === null) return;
    const above = letters.runOf(parent)!;
    if (side === 'left') above.leftTaken = true;
    else if (isAt(above, above.length - 1, parent)) above.rightTaken = true;
  },
};

function hasRight(run: Run, offset: number): boolean {
  return offset < run.length - 1 || run.rightTaken;
}

/**
 * A left child has its parent's left origin. When it was typed, that stood right
 * before the parent, which was the first of all to the right of it, and so was
 * typed behind it too. Hence origins need not travel.
 */
export function leftOriginOf(letters: Letters, { parent, side }: InsertRun): Id | null {
  if (side === 'right' || parent === null) return parent;
  const run = letters.runOf(parent)!;
  const offset = parent.counter - run.counter;
  return offset === 0 ? run.leftOrigin : idIn(run, offset - 1);
}

/**
 * The place among siblings. What has its left origin behind ours is below what
 * was passed before it, and follows it. What has the same is either a sibling,
 * whose id decides; or a child of the origin with lower siblings behind it; or on
 * the left of something further on, which has to be seen first.
 */
function scan(letters: Letters, insert: InsertRun): Run | null {
  const origin = leftOriginOf(letters, insert);
  const start = origin && letters.runOf(origin)!;
  const behind = start ? origin!.counter - start.counter + 1 : 0;
  let passed = start;
  if (start && behind < start.length) {
    const stays = insert.side === 'left' || start.replica < insert.id.replica;
    if (!stays) {
      letters.cut(start, behind);
      return start;
    }
  }
  let undecided = false;
  let run = start ? letters.index.next(start) : letters.index.first();
  for (; run !== null; run = letters.index.next(run)) {
    if (insert.side === 'left' && isAt(run, 0, insert.parent!)) break;
    const verdict = judge(letters, insert, origin, run);
    if (verdict === 'before') break;
    if (verdict !== 'inside') undecided = verdict === 'undecided';
    if (!undecided) passed = run;
  }
  return passed;
}

function judge(letters: Letters, insert: InsertRun, origin: Id | null, other: Run) {
  const theirs = compare(letters, other.leftOrigin, origin);
  if (theirs !== 0) return theirs < 0 ? 'before' : 'inside';
  if (other.side === insert.side && sameId(other.parent, insert.parent)) {
    return other.replica < insert.id.replica ? 'after' : 'before';
  }
  if (other.side === 'right') return 'after';
  if (insert.side === 'right') return 'undecided';
  return compare(letters, other.parent, insert.parent) > 0 ? 'after' : 'undecided';
}

/** Less than 0 if the first letter stands before the second. The start is before all. */
function compare(letters: Letters, a: Id | null, b: Id | null): number {
  if (sameId(a, b)) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  const [x, y] = [letters.runOf(a)!, letters.runOf(b)!];
  return x === y ? a.counter - b.counter : letters.index.compare(x, y);
}
