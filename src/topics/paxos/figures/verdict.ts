import type { TimedCheck } from '../check-service.ts';
import { membersOf } from '../engine/spec/board.ts';
import type { Board, Quorum } from '../engine/spec/types.ts';
import { setName } from '../engine/spec/words.ts';

const counted = (n: number) => n.toLocaleString('en');

/** A search's outcome in one or two sentences. */
export function verdictOf(found: TimedCheck, board: Board): string {
  const seen = `${counted(found.distinct)} positions`;
  if (found.violation) {
    const moves = found.violation.actions.filter((a) => a.type !== 'crash').length;
    const crashes = found.violation.actions.length - moves;
    const length = crashes > 0 ? `${moves} moves and a crash` : `${moves} moves`;
    return `Two colours win after ${length}, the fewest there can be. It is loaded below, found among ${seen}.${apartWords(board)}`;
  }
  if (!found.complete) return `${found.stopped} Until then: ${seen}, and two colours win in none.`;
  const off = board.broken === null ? '' : ', although a rule is off';
  return `All ${seen} checked, ${found.depth - 1} moves deep: two colours never win${off}.`;
}

/** Two quorums that share nobody, where that is what goes wrong. */
function apartWords({ quorums1, quorums2 }: Board): string {
  const pair = apart(quorums1, quorums2);
  if (!pair) return '';
  return ` ${setName(pair[0])} can promise, and ${setName(pair[1])} vote, without one member in both.`;
}

/** A quorum of each kind that have no member in common; `null` where all meet. */
export function apart(
  quorums1: readonly Quorum[],
  quorums2: readonly Quorum[],
): readonly [Quorum, Quorum] | null {
  for (const first of quorums1) {
    const other = quorums2.find((second) => membersOf(first & second).length === 0);
    if (other !== undefined) return [first, other];
  }
  return null;
}
