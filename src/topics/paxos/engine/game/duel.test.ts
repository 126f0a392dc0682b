import { describe, expect, test } from 'vitest';
import { DUELS } from '../../duels.ts';
import { chosenAt } from '../spec/derived.ts';
import { DUEL, duel } from './duel.ts';
import { gameEngine } from './engine.ts';
import { game } from './script.ts';
import type { GameAction } from './types.ts';

function end(moves: readonly GameAction[]) {
  return moves.reduce(
    (state, action) => gameEngine.step(state, action).state,
    gameEngine.init(DUEL, 1),
  );
}

describe('two leaders', () => {
  test('who never wait use up every ballot and decide nothing', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const moves = duel({ backoff: false, seed });
      expect(chosenAt(end(moves).spec)).toEqual([]);
      expect(moves.filter((m) => m.type === 'ask')).toHaveLength(DUEL.board.ballots);
    }
  });

  test('who wait at random decide, nearly always', () => {
    let decided = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      if (chosenAt(end(duel({ backoff: true, seed })).spec).length > 0) decided += 1;
    }
    expect(decided).toBeGreaterThan(190);
  });

  test('are written down as they play', () => {
    expect(game(DUELS.neverWait)).toEqual(duel({ backoff: false, seed: 1 }));
    expect(game(DUELS.waitAtRandom)).toEqual(duel({ backoff: true, seed: 9 }));
  });

  test('play the same game again from the same seed', () => {
    expect(duel({ backoff: true, seed: 7 })).toEqual(duel({ backoff: true, seed: 7 }));
  });
});
