import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gameEngine } from '../engine/game/engine.ts';
import { isAway, leaderOf } from '../engine/game/letters.ts';
import { drawsOf, FAIR, playedFrom } from '../engine/game/testing/games.ts';
import { inboxOf, lettersOf } from './letters-view.ts';
import { runOf, SEED } from './testing/frames.ts';

test('beside a row lie the letters that it may still answer, and how many come too late', () => {
  const { state } = runOf('three-rivals').at('quorum');
  const lie = (member: number) => {
    const { letters, late } = lettersOf(state, member);
    return [...letters.map(({ words, after }) => `${words} ${after}`.trim()), late];
  };
  expect([0, 1, 2, 3, 4].map(lie)).toEqual([
    [3],
    ['promise 2', 'vote in 2', 'promise 3', 0],
    [2],
    [2],
    ['vote in 2', 'promise 3', 1],
  ]);
});

test('in any game a letter beside the board does what it offers, and lies in its reader’s inbox', () => {
  let offered = 0;
  fc.assert(
    fc.property(fc.constantFrom(...FAIR), drawsOf(32), (setup, draws) => {
      const { state } = playedFrom(setup, draws).at(-1)!;
      const members = Array.from({ length: setup.board.acceptors }, (_, m) => m);
      let waiting = 0;
      for (const member of members) {
        const { letters, late } = lettersOf(state, member);
        waiting += letters.length + late;
        for (const { action, held } of letters) {
          const reader = action.type === 'deliver' ? leaderOf(state, action.ballot) : member;
          const may = gameEngine.explain(state, action) === null;
          expect(may).toBe(!held && !isAway(state, reader));
          offered += 1;
        }
      }
      const inboxes = members.flatMap((member) => inboxOf(state, member));
      expect(inboxes).toHaveLength(waiting);
    }),
    { seed: SEED, numRuns: 400 },
  );
  expect(offered).toBeGreaterThan(1_000);
});
