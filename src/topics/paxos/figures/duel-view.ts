import { leaderOf, proposedIn, voteOf } from '../engine/game/letters.ts';
import { chosenAt } from '../engine/spec/derived.ts';
import { NONE } from '../engine/spec/types.ts';
import type { GameFrame } from './board-view.ts';

/** One ballot as a stretch of its leader's time. */
export interface Attempt {
  readonly ballot: number;
  readonly leader: number;
  /** The frames of its first and latest move. */
  readonly from: number;
  readonly to: number;
  readonly value: number;
  /** Decided, overtaken by a higher promise, or still going. */
  readonly end: 'decided' | 'overtaken' | 'open';
}

export interface DuelView {
  readonly leaders: readonly number[];
  readonly attempts: readonly Attempt[];
  readonly begun: number;
  readonly votes: number;
  readonly decided: boolean;
}

/** The ballots of a run up to a frame, each as its leader's attempt. */
export function duelView(frames: readonly GameFrame[], shown: number): DuelView {
  const until = frames.slice(0, shown + 1);
  const { state } = until.at(-1)!;
  const { board } = state.config;
  const chosen = chosenAt(state.spec);
  const attempts: Attempt[] = [];
  for (let ballot = 0; ballot < board.ballots; ballot += 1) {
    const moves = until.filter((f) => f.events.some((e) => e.ballot === ballot));
    if (moves.length === 0) continue;
    const leader = leaderOf(state, ballot);
    const won = chosen.some((c) => c.ballot === ballot);
    const able = Array.from({ length: board.acceptors }, (_, m) => m).filter(
      (m) => voteOf(state, m, ballot) !== NONE || state.spec.maxBal[m]! <= ballot,
    ).length;
    const needed = Math.min(...board.quorums2.map((q) => q.toString(2).replaceAll('0', '').length));
    attempts.push({
      ballot,
      leader,
      from: moves[0]!.index,
      to: moves.at(-1)!.index,
      value: proposedIn(state, ballot)[0] ?? NONE,
      end: won ? 'decided' : able < needed ? 'overtaken' : 'open',
    });
  }
  const leaders = [...new Set(Array.from({ length: board.ballots }, (_, b) => leaderOf(state, b)))];
  return {
    leaders,
    attempts,
    begun: attempts.length,
    votes: state.spec.messages.filter((m) => m.type === '2b').length,
    decided: chosen.length > 0,
  };
}
