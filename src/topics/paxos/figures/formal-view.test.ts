import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawsOf, FAIR, playedFrom } from '../engine/game/testing/games.ts';
import type { GameAction } from '../engine/game/types.ts';
import { formalView } from './formal-view.ts';
import { runOf, SEED } from './testing/frames.ts';

const rivals = runOf('three-rivals');
const quorum = rivals.at('quorum');
const shown = (id: string, frame: number) => {
  const { frames } = runOf(id);
  return formalView(frames[frame - 1] ?? null, frames[frame]!, null);
};

describe('the frame at which R3 has its quorum', () => {
  const view = formalView(rivals.frames[quorum.index - 1]!, quorum, null);

  test('is Phase1b of R2, its conjuncts hold, and it says what it changed', () => {
    expect(view.name).toBe('Phase1b(R2), m.bal = 3');
    expect(view.conditions.map((c) => c.formula)).toEqual([
      '3 ∈ Ballot',
      '∃ m ∈ msgs : m.type = "1a" ∧ m.bal = 3',
      '3 > maxBal[R2]',
    ]);
    expect(view.conditions.every((c) => c.holds)).toBe(true);
    expect(view.effects).toEqual([
      'maxBal′[R2] = 3',
      'Send([type |-> "1b", acc |-> R2, bal |-> 3, mbal |-> 2, mval |-> blue])',
    ]);
  });

  test('the three variables of every member, the changed one marked', () => {
    expect(view.variables.map((v) => [v.maxBal, v.maxVBal, v.maxVal].join(' '))).toEqual([
      ...['3 -1 None', '1 1 green', '3 2 blue', '3 1 green', '2 -1 None'],
    ]);
    expect(view.variables.map((v) => v.changed)).toEqual([[], [], ['maxBal'], [], []]);
    expect(view.messages).toContain('3 of type 1a, 9 of type 1b, 2 of type 2a, 3 of type 2b');
  });

  test('green is not enabled, by one conjunct and no other', () => {
    const green: GameAction = { type: 'propose', ballot: 3, value: 0 };
    const tried = formalView(rivals.frames[quorum.index - 1]!, quorum, green);
    expect([tried.name, tried.note]).toEqual([
      'Phase2a(3, green)',
      'was tried, and is not enabled.',
    ]);
    const failing = tried.conditions.filter((c) => !c.holds && !c.off);
    expect(failing.map((c) => c.formula)).toEqual([
      'Q1bv = {} ∨ ∃ m ∈ Q1bv : m.mval = green ∧ ∀ n ∈ Q1bv : m.mbal ≥ n.mbal',
    ]);
    expect(tried.effects).toEqual([]);
  });

  test('a vote in a closed ballot fails by maxBal, and by that alone', () => {
    const vote: GameAction = { type: 'vote', ballot: 1, member: 0, value: 0 };
    const failing = formalView(null, quorum, vote).conditions.filter((c) => !c.holds);
    expect(failing.map((c) => c.formula)).toEqual(['1 ≥ maxBal[R0]']);
  });
});

test('the first frame is Init, and the others are named after their actions', () => {
  expect(shown('clean', 0)).toMatchObject({ name: 'Init', conditions: [], effects: [] });
  expect([1, 2, 5, 6].map((frame) => shown('clean', frame).name)).toEqual([
    'Phase1a(0)',
    'Phase1b(R0), m.bal = 0',
    'Phase2a(0, green)',
    'Phase2b(R0), m.bal = 0',
  ]);
  expect(shown('clean', 6).variables[0]).toMatchObject({
    maxVBal: '0',
    maxVal: 'green',
    changed: ['maxVBal', 'maxVal'],
  });
});

test('a letter that arrives is the step that it brings about, or none', () => {
  const { labels } = runOf('by-letter');
  expect(shown('by-letter', 2).name).toBe('Phase1b(R0), m.bal = 0');
  expect(shown('by-letter', 10).name).toBe('Phase2b(R0), m.bal = 0');
  for (const label of ['heard', 'lost', 'too-late']) {
    expect(shown('by-letter', labels[label]!)).toMatchObject({
      name: 'UNCHANGED vars',
      conditions: [],
      effects: [],
    });
  }
});

test('a rule that is off is struck out, not missing', () => {
  const { frames, labels } = runOf('many-columns');
  const { conditions } = shown('many-columns', 1);
  expect(frames[1]!.action!.type).toBe('propose');
  expect(labels['red-wins']).toBeGreaterThan(1);
  expect(conditions.filter((c) => c.off).map((c) => c.formula.slice(0, 5))).toEqual([
    ...['∃ Q ∈', 'Q1bv '],
  ]);
});

test('in any fair game every step that was taken has conjuncts that hold, and the change it names', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FAIR), drawsOf(28), (setup, draws) => {
      const frames = playedFrom(setup, draws);
      for (const frame of frames.slice(1)) {
        const before = frames[frame.index - 1]!;
        const view = formalView(before, frame, null);
        expect(view.conditions.every((c) => c.holds)).toBe(true);
        const sent = frame.state.spec.messages.length - before.state.spec.messages.length;
        if (sent > 0) expect(view.effects.at(-1)).toMatch(/^Send\(\[type \|-> "[12][ab]"/);
        if (view.name === 'UNCHANGED vars') {
          expect(sent).toBe(0);
          expect(view.variables.flatMap((v) => v.changed)).toEqual([]);
        }
      }
    }),
    { seed: SEED, numRuns: 300 },
  );
});
