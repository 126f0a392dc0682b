import type { Deviation } from '../../lab/timeline.ts';
import type { GameAction } from './engine/game/types.ts';
import type { Board, SpecAction } from './engine/spec/types.ts';

/** The specification's moves as the table plays them. A forgetful crash is two: gone, and back. */
export function gameMoves(actions: readonly SpecAction[]): readonly GameAction[] {
  return actions.flatMap(movesOf);
}

function movesOf(action: SpecAction): readonly GameAction[] {
  switch (action.type) {
    case '1a':
      return [{ type: 'ask', ballot: action.ballot }];
    case '1b':
      return [{ type: 'promise', ballot: action.ballot, member: action.acceptor }];
    case '2a':
      return [{ type: 'propose', ballot: action.ballot, value: action.value }];
    case '2b': {
      const { ballot, acceptor, value } = action;
      return [{ type: 'vote', ballot, member: acceptor, value }];
    }
    case 'crash':
      return [
        { type: 'crash', member: action.acceptor },
        { type: 'restart', member: action.acceptor, memory: 'lost' },
      ];
  }
}

/** A found game as a branch: the board it is played on, then its moves. A link can hold it. */
export function counterexample(board: Board, actions: readonly SpecAction[]): readonly Deviation[] {
  const moves: readonly GameAction[] = [{ type: 'set-up', board }, ...gameMoves(actions)];
  return moves.map((action, at) => ({ at, action }));
}
