import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flpEngine } from './engine.ts';
import { duesOf, type Hatch } from './hatches.ts';
import { tally } from './tally.ts';
import type { FlpAction, FlpConfig, FlpState } from './types.ts';

const threePhase = { name: 'three-phase-commit-timeout', processes: 3 } as const;
const paxos = { name: 'paxos', processes: 3, ballots: 2 } as const;
const coin = { name: 'majority-rounds', processes: 3, tie: 'coin', lead: 3 } as const;

const configOf = (protocol: FlpConfig['protocol'], hatch: Hatch): FlpConfig => ({
  protocol,
  inputs: protocol.name === 'paxos' ? [1, 0, 0] : [1, 1, 1],
  faults: 1,
  hatch,
});

describe('all that can come of it, with one crash', () => {
  test('three-phase commit disagrees, and with deadlines neither disagrees nor waits', () => {
    const before = tally(threePhase, [1, 1, 1], null);
    expect(before.conflicted).toBeGreaterThan(0);
    const after = tally(threePhase, [1, 1, 1], 'deadlines');
    expect(after).toMatchObject({ conflicted: 0, waiting: 0 });
    expect(after.configurations).toBeLessThan(before.configurations);
  });

  test('a detector alone is not enough for it: what the dead have sent may still be on its way', () => {
    expect(tally(threePhase, [1, 1, 1], 'detector').conflicted).toBeGreaterThan(0);
  });

  test('two-phase commit waits for its coordinator whatever is edited', () => {
    const commit = { name: 'two-phase-commit-timeout', processes: 3 } as const;
    for (const hatch of [null, 'deadlines', 'detector'] as const) {
      const { conflicted, waiting } = tally(commit, [1, 1, 1], hatch);
      expect([conflicted, waiting > 0]).toEqual([0, true]);
    }
  });

  test('the ballots of Paxos run out, and with a detector they do not', () => {
    expect(tally(paxos, [1, 0, 0], null).waiting).toBeGreaterThan(0);
    for (const inputs of [
      [1, 0, 0],
      [0, 1, 1],
      [0, 0, 1],
    ] as const) {
      expect(tally(paxos, inputs, 'detector')).toMatchObject({ conflicted: 0, waiting: 0 });
    }
  });

  test('ends are decided or waiting', () => {
    const { ends, decided, waiting } = tally(paxos, [1, 0, 0], null);
    expect(decided + waiting).toBe(ends);
  });
});

describe('played', () => {
  test.each([
    ['deadlines', threePhase],
    ['detector', paxos],
  ] as const)(
    'with %s there is always a step to take, no deadline passes, and all that live decide',
    (hatch, protocol) => {
      fc.assert(
        fc.property(fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), (choices) => {
          let state = flpEngine.init(configOf(protocol, hatch), 1);
          for (const choice of choices) {
            const changing = movesOf(state);
            const last = changing.length === 0;
            const actions = last ? flpEngine.enabled(state) : changing;
            expect(actions.length).toBeGreaterThan(0);
            state = flpEngine.step(state, actions[choice % actions.length]!).state;
            if (hatch === 'deadlines')
              for (const due of duesOf(state)) expect(due.within).toBeGreaterThan(0);
            if (last) break;
          }
          const undecided = state.locals.filter((l, p) => l.output === null && !state.stopped[p]);
          expect(undecided).toEqual([]);
          expect(flpEngine.invariants.agreement!(state)).toBe(null);
        }),
      );
    },
  );

  test('a false suspicion is refused with the message that is on its way', () => {
    let state = flpEngine.init(configOf(threePhase, 'deadlines'), 1);
    const moves = [
      [1, null],
      [0, 'V1'],
      [2, null],
      [0, 'V1'],
      [1, 'P'],
    ] as const;
    for (const [p, message] of moves)
      state = flpEngine.step(state, { type: 'step', p, message }).state;
    expect(flpEngine.explain(state, { type: 'step', p: 2, message: null })).toContain(
      'A message to p2 is on its way',
    );
  });

  test('to dawdle until something is late is refused, with what it is', () => {
    let state = flpEngine.init({ ...configOf(threePhase, 'deadlines'), inputs: [1, 1, 0] }, 1);
    // p2 votes no and has nothing to do any more, while the others have not begun.
    const idle: FlpAction = { type: 'step', p: 2, message: null };
    const refused = Array.from({ length: 6 }, () => {
      const why = flpEngine.explain(state, idle);
      if (why === null) state = flpEngine.step(state, idle).state;
      return why;
    });
    expect(refused.at(-1)).toContain('within');
  });

  test('the second ballot may not begin while the owner of the first lives', () => {
    let state = flpEngine.init(configOf(paxos, 'detector'), 1);
    const start: FlpAction = { type: 'step', p: 1, message: null };
    expect(flpEngine.explain(state, start)).toContain('p0 is alive');
    state = flpEngine.step(state, { type: 'stop', p: 0 }).state;
    expect(flpEngine.explain(state, start)).toBe(null);
  });
});

test('a fair coin falls by itself, about as often either way, and never as it is told', () => {
  const toss = [
    [0, null],
    [1, null],
    [2, null],
    [0, 'R1 1'],
    [1, 'R1 1'],
  ] as const;
  let ones = 0;
  const SEEDS = 400;
  for (let seed = 0; seed < SEEDS; seed += 1) {
    let state = flpEngine.init({ ...configOf(coin, 'fair-coin'), inputs: [0, 0, 1] }, seed);
    for (const [p, message] of toss)
      state = flpEngine.step(state, { type: 'step', p, message }).state;
    state = flpEngine.step(state, { type: 'step', p: 0, message: 'P1 ⊥' }).state;
    ones += state.trail!.coins === '1' ? 1 : 0;
    expect(state.trail!.coins).toHaveLength(1);
  }
  expect(Math.abs(ones - SEEDS / 2)).toBeLessThan(50);
});

/** Steps that change something, and stops. */
function movesOf(state: FlpState): readonly FlpAction[] {
  return flpEngine.enabled(state).filter((action) => {
    if (action.type !== 'step') return action.type === 'stop';
    const next = flpEngine.step(state, action).state;
    return (
      next.buffer.length !== state.buffer.length || next.locals[action.p] !== state.locals[action.p]
    );
  });
}
