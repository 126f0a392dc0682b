import { describe, expect, test } from 'vitest';
import { brokenInvariant } from '../../../../lab/engine.ts';
import { boardOf } from '../spec/board.ts';
import { chosenAt } from '../spec/derived.ts';
import { gameEngine } from './engine.ts';
import { refusalOf } from './refusal.ts';
import { game } from './script.ts';
import type { GameConfig, GameState } from './types.ts';

const five: GameConfig = {
  board: boardOf({ acceptors: 5, values: 3, ballots: 6 }),
  replies: 'at-once',
};

function play(text: string, config = five): GameState {
  let state = gameEngine.init(config, 1);
  for (const action of game(text)) {
    const step = gameEngine.step(state, action);
    state = step.state;
    expect(gameEngine.caption(state, step.events)).toMatch(/\.$/);
    expect(brokenInvariant(gameEngine, state)).toBeNull();
  }
  return state;
}

const RIVALS = `
  ask 1
  promise 1: R1 R3 R4
  propose 1 green
  vote 1: R1 R3
  ask 2
  promise 2: R2 R4 R0
  propose 2 blue
  vote 2: R2
  ask 3
  promise 3: R0 R3 R2
`;

describe('the board of three rival ballots', () => {
  const state = play(RIVALS);

  test('leaves R3 one colour, and says why not the others', () => {
    const refusal = refusalOf(state, { type: 'propose', ballot: 3, value: 0 })!;
    expect(refusal.title).toBe('R3 may not propose green');
    expect(refusal.rule).toBe('Copy the reported vote that has the highest ballot.');
    expect(refusal.reasons).toEqual([
      { text: 'R2 reports blue in ballot 2: the highest.', cell: { member: 2, ballot: 2 } },
      { text: 'R3’s own green is from ballot 1: lower.', cell: { member: 3, ballot: 1 } },
      {
        text: 'R1 and R4 may yet vote blue: both colours could win.',
        cell: { member: 1, ballot: 2 },
        more: [{ member: 4, ballot: 2 }],
      },
    ]);
    expect(refusalOf(state, { type: 'propose', ballot: 3, value: 1 })).toBeNull();
    expect(refusalOf(state, { type: 'propose', ballot: 3, value: 2 })?.reasons[1]?.text).toBe(
      'Nobody that R3 has heard voted red.',
    );
  });

  test('closes what was promised away', () => {
    const refusal = refusalOf(state, { type: 'vote', ballot: 1, member: 0, value: 0 });
    expect(refusal?.rule).toBe('Keep the promise: never vote in an earlier ballot.');
    expect(refusal?.reasons[0]).toEqual({
      text: 'R0 promised ballot 3, so ballot 1 is closed to it.',
      cell: { member: 0, ballot: 3 },
    });
  });

  test('ends in blue', () => {
    const end = play(`${RIVALS}
      propose 3 blue
      vote 3: R3 R0 R2`);
    expect(chosenAt(end.spec)).toMatchObject([{ ballot: 3, value: 1 }]);
    expect(gameEngine.enabled(end).length).toBeGreaterThan(0);
  });
});
