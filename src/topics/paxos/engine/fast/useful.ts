import { chosenAt, FAST, hasCollided, isPrepared, pickOf, votersFor } from './derived.ts';
import { isLegal } from './rules.ts';
import { type FastAction, type FastState, NONE } from './types.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

/**
 * How a run goes on after a reader's change: the fast ballot runs until it has chosen
 * or cannot any more, then the next classic one settles it. `null` once a value is chosen.
 */
export function nextUseful(state: FastState): FastAction | null {
  if (chosenAt(state).length > 0) return null;
  const { ballots, members, values } = state.config;
  const legal = (action: FastAction) => isLegal(state, action);
  const everyone = upTo(members);
  const newest = state.ballots.findLastIndex((b) => b.asked);
  const votes = (ballot: number, order: readonly number[]) =>
    order.flatMap((value) =>
      everyone.map((member): FastAction => ({ type: 'vote', ballot, member, value })),
    );
  if (newest === NONE) return { type: 'open' };
  if (newest === FAST && !hasCollided(state)) {
    // The proposal that is ahead arrives first.
    const order = upTo(values).toSorted(
      (a, b) => votersFor(state, FAST, b).length - votersFor(state, FAST, a).length,
    );
    if (state.sent === 0) return { type: 'client', value: 0 };
    return votes(FAST, order).find(legal) ?? null;
  }
  if (newest === FAST) return ballots > 1 ? { type: 'ask', ballot: 1 } : null;
  const { proposed } = state.ballots[newest]!;
  if (proposed !== NONE) {
    const next = newest + 1 < ballots ? ({ type: 'ask', ballot: newest + 1 } as const) : null;
    return votes(newest, [proposed]).find(legal) ?? next;
  }
  if (isPrepared(state, newest)) {
    const [value] = pickOf(state, newest).values;
    return value === undefined
      ? { type: 'client', value: 0 }
      : { type: 'propose', ballot: newest, value };
  }
  const promises = everyone.map(
    (member): FastAction => ({ type: 'promise', ballot: newest, member }),
  );
  return promises.find(legal) ?? null;
}
