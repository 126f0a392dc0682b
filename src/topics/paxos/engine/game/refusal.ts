import { type Refusal, refusalBy } from '../conditions.ts';
import { leaderOf } from './letters.ts';
import { memberName, valueName } from './names.ts';
import type { Reason } from './reasons.ts';
import { conditionsOf } from './rules.ts';
import type { GameAction, GameState } from './types.ts';

/** `null` if the move is legal. */
export function refusalOf(state: GameState, action: GameAction): Refusal<Reason> | null {
  return refusalBy(conditionsOf(state, action), () => titleOf(state, action));
}

function titleOf(state: GameState, action: GameAction): string {
  switch (action.type) {
    case 'ask':
      return `${memberName(leaderOf(state, action.ballot))} may not ask for ballot ${action.ballot}`;
    case 'promise':
      return `${memberName(action.member)} may not promise ballot ${action.ballot}`;
    case 'propose':
      return `${memberName(leaderOf(state, action.ballot))} may not propose ${valueName(action.value)}`;
    case 'vote':
      return `${memberName(action.member)} may not vote ${valueName(action.value)} in ballot ${action.ballot}`;
    case 'crash':
      return `${memberName(action.member)} cannot leave`;
    case 'restart':
      return action.memory === 'lost'
        ? `${memberName(action.member)} may not return without its memory`
        : `${memberName(action.member)} cannot return`;
    case 'set-up':
      return 'The board cannot be changed now';
    default:
      return 'That letter cannot do this';
  }
}
