import { type Refusal, refusalBy, refusalWords } from '../conditions.ts';
import { leaderOf } from './derived.ts';
import { ballotName, memberName, slotName } from './names.ts';
import type { Reason } from './reasons.ts';
import { conditionsOf, isLegal } from './rules.ts';
import type { LogAction, LogState } from './types.ts';

/** `null` if the move is legal. */
export function refusalOf(state: LogState, action: LogAction): Refusal<Reason> | null {
  // Few are asked why: most are legal, and that is told without words.
  if (isLegal(state, action)) return null;
  return refusalBy(conditionsOf(state, action), () => titleOf(state, action));
}

/** `null` if the move is legal, else why not, in words. */
export function explain(state: LogState, action: LogAction): string | null {
  const refused = refusalOf(state, action);
  return refused && refusalWords(refused);
}

function titleOf(state: LogState, action: LogAction): string {
  switch (action.type) {
    case 'submit':
      return 'No client can send more';
    case 'ask':
      return `${memberName(leaderOf(state, action.ballot))} may not ask for ${ballotName(action.ballot)}`;
    case 'promise':
      return `${memberName(action.member)} may not promise ${ballotName(action.ballot)}`;
    case 'propose':
      return `${memberName(leaderOf(state, action.ballot))} may not propose ${action.value} for ${slotName(action.slot)}`;
    case 'accept':
      return `${memberName(action.member)} may not accept in ${slotName(action.slot)}`;
    case 'learn':
      return `${memberName(action.member)} cannot learn ${slotName(action.slot)}`;
    case 'catch-up':
      return `${memberName(action.member)} cannot catch up`;
    case 'crash':
      return `${memberName(action.member)} cannot crash`;
    case 'restart':
      return `${memberName(action.member)} cannot restart`;
  }
}
