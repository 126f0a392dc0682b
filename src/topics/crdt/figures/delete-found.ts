import type { ExploreResult } from '../../../lab/explore.ts';
import { type Guarantee, SMALL } from '../engine/deleting/search.ts';
import type { DeletingAction } from '../engine/deleting/types.ts';
import { GUARANTEE_WORDS } from './delete-view.ts';

/** What a search has found out about one guarantee. */
export interface Found {
  readonly guarantee: Guarantee;
  readonly words: string;
  /** The shortest history that breaks it. */
  readonly actions: readonly DeletingAction[] | null;
}

const counted = (n: number) => n.toLocaleString('en');

export function foundOf(guarantee: Guarantee, result: ExploreResult<DeletingAction>): Found {
  const name = GUARANTEE_WORDS[guarantee];
  const states = `${counted(result.distinct)} states`;
  if (result.violation) {
    const { actions, message } = result.violation;
    return {
      guarantee,
      actions,
      words: `${name}: broken after ${actions.length} steps, the fewest there can be. ${message}. ${states} were looked at.`,
    };
  }
  const bounds = `${SMALL.letters} letters and ${SMALL.deletions === 1 ? 'one deletion' : `${SMALL.deletions} deletions`}`;
  return {
    guarantee,
    actions: null,
    words: result.complete
      ? `${name}: kept in all ${states} that two authors can reach with ${bounds}.`
      : `${name}: ${result.stopped} Until then it was kept, in ${states}.`,
  };
}
