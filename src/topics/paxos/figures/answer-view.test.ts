import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gameEngine } from '../engine/game/engine.ts';
import { drawsOf, FAIR, playedFrom } from '../engine/game/testing/games.ts';
import type { GameAction } from '../engine/game/types.ts';
import { answerView } from './answer-view.ts';
import { boardView, type GameFrame } from './board-view.ts';
import { runOf, SEED } from './testing/frames.ts';

const answer = (frame: GameFrame, tried: GameAction | null = null) =>
  answerView(frame.state, boardView(frame, undefined), tried);
const quorum = runOf('three-rivals').at('quorum');
const propose = (value: number): GameAction => ({ type: 'propose', ballot: 3, value });

describe('when R3 has its quorum', () => {
  test('it may propose blue, and each other colour says why not', () => {
    const { kind, title, picks } = answer(quorum);
    expect([kind, title]).toEqual(['choice', 'R3 may propose blue']);
    expect(picks.map(({ may, word }) => [may, word])).toEqual([
      [false, 'lower'],
      [true, 'propose blue'],
      [false, 'not reported'],
    ]);
    expect(picks.map(({ action }) => action)).toEqual([0, 1, 2].map(propose));
  });

  test('green is refused with the rule, and with the cells that it comes from', () => {
    const refused = answer(quorum, propose(0));
    expect(refused).toMatchObject({
      kind: 'refused',
      title: 'R3 may not propose green',
      rule: 'Copy the reported vote that has the highest ballot.',
      move: null,
    });
    expect(refused.reasons.map((r) => r.cells)).toEqual([
      [{ member: 2, ballot: 2 }],
      [{ member: 3, ballot: 1 }],
      [
        { member: 1, ballot: 2 },
        { member: 4, ballot: 2 },
      ],
    ]);
    expect(refused.picks.filter((pick) => pick.may)).toHaveLength(1);
  });

  test('a refused promise or vote offers no colours', () => {
    expect(answer(quorum, { type: 'promise', ballot: 1, member: 0 }).picks).toEqual([]);
    expect(answer(quorum, { type: 'vote', ballot: 1, member: 0, value: 0 })).toMatchObject({
      kind: 'refused',
      title: 'R0 may not vote green in ballot 1',
    });
  });
});

test('a leader that heard of no vote may propose any colour', () => {
  const free = answer(runOf('dead-leader').at('free'));
  expect(free.title).toBe('R1 may propose any colour');
  expect(free.reasons[0]!.text).toBe('Nobody in its quorum has voted before.');
  expect(free.picks.every((pick) => pick.may)).toBe(true);
});

test('before a quorum has answered there is a next useful move, and it can be made', () => {
  const before = answer(runOf('three-rivals').at('own-promise'));
  expect(before.kind).toBe('hint');
  expect(
    gameEngine.explain(runOf('three-rivals').at('own-promise').state, before.move!),
  ).toBeNull();
});

test('a decision, and two of them', () => {
  expect(answer(runOf('three-rivals').at('decided'))).toMatchObject({
    kind: 'done',
    title: 'Blue has won',
    move: null,
  });
  expect(answer(runOf('amnesia').at('two-winners')).title).toBe('Two colours have won');
});

test('in any game a pick is allowed exactly where the engine allows it', () => {
  let picked = 0;
  fc.assert(
    fc.property(fc.constantFrom(...FAIR), drawsOf(32), (setup, draws) => {
      const frame = playedFrom(setup, draws).at(-1)!;
      const { kind, picks, move } = answer(frame);
      for (const { action, may } of picks) {
        expect(gameEngine.explain(frame.state, action) === null).toBe(may);
        picked += 1;
      }
      if (kind === 'hint') expect(gameEngine.explain(frame.state, move!)).toBeNull();
    }),
    { seed: SEED, numRuns: 400 },
  );
  expect(picked).toBeGreaterThan(20);
});
