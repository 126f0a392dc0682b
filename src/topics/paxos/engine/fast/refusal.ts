import { type Refusal, refusalBy, refusalWords } from '../conditions.ts';
import { memberName, valueName } from '../game/names.ts';
import { leaderOf } from './derived.ts';
import type { Reason } from './reasons.ts';
import { conditionsOf, isLegal } from './rules.ts';
import type { FastAction, FastState } from './types.ts';

/** `null` if the move is legal. */
export function refusalOf(state: FastState, action: FastAction): Refusal<Reason> | null {
  // Few are asked why: most are legal, and that is told without words.
  if (isLegal(state, action)) return null;
  return refusalBy(conditionsOf(state, action), () => titleOf(state, action));
}

/** `null` if the move is legal, else why not, in words. */
export function explain(state: FastState, action: FastAction): string | null {
  const refused = refusalOf(state, action);
  return refused && refusalWords(refused);
}

function titleOf(state: FastState, action: FastAction): string {
  switch (action.type) {
    case 'open':
      return 'Ballot 0 cannot be opened';
    case 'client':
      return `No client may propose ${valueName(action.value)}`;
    case 'ask':
      return `${memberName(leaderOf(state, action.ballot))} may not ask for ballot ${action.ballot}`;
    case 'promise':
      return `${memberName(action.member)} may not promise ballot ${action.ballot}`;
    case 'propose':
      return `${memberName(leaderOf(state, action.ballot))} may not propose ${valueName(action.value)}`;
    case 'vote':
      return `${memberName(action.member)} may not vote ${valueName(action.value)} in ballot ${action.ballot}`;
  }
}
