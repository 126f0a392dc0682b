import { drawInt, type RandomState, seedRandom } from '../../../../lab/random.ts';
import { boardOf } from '../spec/board.ts';
import { chosenAt } from '../spec/derived.ts';
import { gameEngine } from './engine.ts';
import { proposedIn } from './letters.ts';
import type { GameAction, GameConfig, GameState } from './types.ts';

/** Two members lead in turn, and the third decides between them. */
export const DUEL: GameConfig = {
  board: boardOf({ acceptors: 3, values: 2, ballots: 12 }),
  replies: 'at-once',
  leaders: 2,
};

/** Who answers, besides the leaders themselves. */
const THIRD = 2;
/** At which tick of an attempt each of its moves comes; the last is the third member's vote. */
const TICKS = [0, 2, 3, 6, 8, 10] as const;
/** In the middle of the other's attempt. */
const RIVAL_STARTS = 5;
/** The first wait is at most so many ticks; each later one at most twice the one before. */
const FIRST_WAIT = 8;

export interface DuelOptions {
  /** Whether a leader that was overtaken waits before it tries again. */
  readonly backoff: boolean;
  readonly seed: number;
}

interface Leader {
  readonly member: number;
  readonly favourite: number;
  readonly ballot: number;
  /** What it does next, of the five moves of an attempt. */
  readonly move: number;
  /** The tick at which it does it. */
  readonly at: number;
  readonly attempts: number;
}

/**
 * Two leaders who both want to decide, move by move, until a colour has won or
 * the ballots are used up. Each asks, hears itself and the third member, proposes,
 * and finds at the vote that the third has promised the other. Time is ticks of
 * the script, no part of the game. The same options give the same moves.
 */
export function duel({ backoff, seed }: DuelOptions): readonly GameAction[] {
  const moves: GameAction[] = [];
  let state = gameEngine.init(DUEL, seed);
  let random = seedRandom(seed);
  let leaders: readonly Leader[] = [0, 1].map((member) => ({
    member,
    favourite: member,
    ballot: member,
    move: 0,
    at: member * RIVAL_STARTS,
    attempts: 1,
  }));
  while (chosenAt(state.spec).length === 0) {
    const next = leaders.reduce((a, b) => (b.at < a.at ? b : a));
    if (next.ballot >= DUEL.board.ballots) break;
    const action = moveOf(state, next);
    let after: Leader;
    if (gameEngine.explain(state, action) === null) {
      moves.push(action);
      state = gameEngine.step(state, action).state;
      const gap = TICKS[next.move + 1]! - TICKS[next.move]!;
      after = { ...next, move: next.move + 1, at: next.at + gap };
    } else [after, random] = again(next, leaders, backoff, random);
    leaders = leaders.map((leader) => (leader.member === next.member ? after : leader));
  }
  return moves;
}

/** The next move of an attempt; the last of them ends it, one way or the other. */
function moveOf(state: GameState, { member, favourite, ballot, move }: Leader): GameAction {
  const value = proposedIn(state, ballot)[0] ?? allowed(state, ballot, favourite);
  const attempt: readonly GameAction[] = [
    { type: 'ask', ballot },
    { type: 'promise', ballot, member: THIRD },
    { type: 'promise', ballot, member },
    { type: 'propose', ballot, value },
    { type: 'vote', ballot, member, value },
    { type: 'vote', ballot, member: THIRD, value },
  ];
  return attempt[move]!;
}

/** Its own colour where it may choose, else the one it has to carry on. */
function allowed(state: GameState, ballot: number, favourite: number): number {
  const action: GameAction = { type: 'propose', ballot, value: favourite };
  return gameEngine.explain(state, action) === null ? favourite : 1 - favourite;
}

/** Overtaken: the next ballot of its own that is above the other's, now or after a wait. */
function again(
  leader: Leader,
  leaders: readonly Leader[],
  backoff: boolean,
  random: RandomState,
): readonly [Leader, RandomState] {
  const other = leaders.find((l) => l.member !== leader.member)!;
  let ballot = leader.ballot + 2;
  while (ballot < other.ballot) ballot += 2;
  const most = backoff ? FIRST_WAIT * 2 ** (leader.attempts - 1) : 0;
  const [wait, after] = most === 0 ? [0, random] : drawInt(random, 0, most);
  const at = leader.at + 1 + wait;
  return [{ ...leader, ballot, move: 0, at, attempts: leader.attempts + 1 }, after];
}
