import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boardOf } from '../spec/board.ts';
import { chosenAt } from '../spec/derived.ts';
import { gameEngine } from './engine.ts';
import { hintFor } from './hint.ts';
import type { GameAction, GameConfig, GameState } from './types.ts';

const configs: readonly GameConfig[] = [
  { board: boardOf({ acceptors: 3, values: 2, ballots: 2 }), replies: 'at-once' },
  { board: boardOf({ acceptors: 3, values: 2, ballots: 2 }), replies: 'posted' },
  {
    board: boardOf({ acceptors: 3, values: 2, ballots: 3, quorum1: 3, quorum2: 1 }),
    replies: 'at-once',
  },
];

const identity = ({ spec, post, away }: GameState) => JSON.stringify([spec, post, away]);
const decided = (state: GameState) => chosenAt(state.spec).length > 0;

/** Moves to the nearest decision by search over every move; `null` beyond `most`. */
function searched(start: GameState, most: number): number | null {
  const seen = new Set([identity(start)]);
  let level = [start];
  for (let depth = 0; depth <= most; depth += 1) {
    if (level.some(decided)) return depth;
    level = depth === most ? [] : successors(level, seen);
  }
  return null;
}

function successors(level: readonly GameState[], seen: Set<string>): GameState[] {
  const next: GameState[] = [];
  for (const state of level) {
    for (const action of gameEngine.enabled(state)) {
      // To leave, or to lose a letter, brings nobody nearer.
      if (action.type === 'crash' || action.type === 'drop') continue;
      const after = gameEngine.step(state, action).state;
      const id = identity(after);
      if (seen.has(id)) continue;
      seen.add(id);
      next.push(after);
    }
  }
  return next;
}

function wander(config: GameConfig, picks: readonly number[]): GameState {
  let state = gameEngine.init(config, 1);
  for (const pick of picks) {
    const moves = gameEngine.enabled(state);
    if (moves.length === 0 || decided(state)) break;
    state = gameEngine.step(state, moves[pick % moves.length]!).state;
  }
  return state;
}

describe('a hint', () => {
  test('is as short as any way there is', { timeout: 60_000 }, () => {
    let compared = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...configs),
        fc.array(fc.nat({ max: 60 }), { minLength: 3, maxLength: 14 }),
        (config, picks) => {
          const state = wander(config, picks);
          if (decided(state)) return;
          const hint = hintFor(state);
          const most = Math.min(4, hint ? hint.moves.length : 4);
          const found = searched(state, most);
          if (hint && hint.moves.length <= 4) expect(found).toBe(hint.moves.length);
          else expect(found).toBeNull();
          compared += 1;
        },
      ),
      { numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(40);
  });

  test('can be followed to the end', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...configs),
        fc.array(fc.nat({ max: 60 }), { maxLength: 16 }),
        (config, picks) => {
          let state = wander(config, picks);
          const hint = hintFor(state);
          if (!hint || decided(state)) return;
          for (const move of hint.moves as GameAction[]) {
            state = gameEngine.step(state, move).state;
          }
          expect(chosenAt(state.spec).map((c) => c.value)).toContain(hint.value);
        },
      ),
      { numRuns: 500 },
    );
  });
});
