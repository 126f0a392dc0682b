import { describe, expect, test } from 'vitest';
import { adversary, playStage } from './adversary.ts';
import { type Analysis, analyse, bivalentRoots } from './analysis.ts';
import { graphOf } from './graph.ts';
import { begin, type Live, perform, placeOf } from './live.ts';
import { majorityRounds, type RoundsOptions } from './protocols/majority-rounds.ts';
import { twoPhaseCommit } from './protocols/two-phase-commit.ts';
import { BOTH } from './valency.ts';

const rounds = (options: RoundsOptions): Analysis => analyse(graphOf(majorityRounds(options)));

describe('the adversary', () => {
  test.each([
    { tie: 'one', lead: 2, inputs: [0, 0, 1] },
    { tie: 'one', lead: 3, inputs: [0, 1, 0] },
    { tie: 'coin', lead: 2, inputs: [1, 0, 1] },
  ] as const)('keeps $tie open from $inputs for 10,000 stages', ({ tie, lead, inputs }) => {
    const analysis = rounds({ tie, lead });
    const { graph, values } = analysis;
    const { protocol } = graph.machine;
    let before = begin(protocol, inputs);
    let stages = 0;
    for (const { p, message, events, live } of adversary(analysis, before)) {
      expect(p).toBe(stages % 3);
      expect(message).toBe(oldest(before, p));
      const isIt = events.map((event) => event.p === p && event.message === message);
      expect(isIt.indexOf(true)).toBe(events.length - 1);
      before = events.reduce((at, event) => perform(protocol, at, event), before);
      expect(before).toEqual(live);
      expect(values[placeOf(graph, live).node]).toBe(BOTH);
      expect(live.locals.every(({ output }) => output === null)).toBe(true);
      expect(live.buffer.length).toBeLessThan(20);
      stages += 1;
      if (stages === 10_000) break;
    }
    expect(stages).toBe(10_000);
    expect(placeOf(graph, before).rounds).toBeGreaterThan(800);
  });

  test('succeeds from every bivalent start, whoever is first', () => {
    const analysis = rounds({ tie: 'one' });
    for (const { inputs } of bivalentRoots(analysis)) {
      const game = adversary(analysis, begin(analysis.graph.machine.protocol, inputs), [2, 0, 1]);
      for (let stage = 0; stage < 300; stage += 1) expect(game.next().done).toBe(false);
    }
  });

  test('is cornered by the coordinator of two-phase commit', () => {
    const analysis = analyse(graphOf(twoPhaseCommit(3, true)));
    const game = adversary(analysis, begin(analysis.graph.machine.protocol, [1, 1, 1]));
    let turn = game.next();
    while (!turn.done) turn = game.next();
    expect(turn.value).toBe(0);
  });

  test('cannot begin where the decision is settled', () => {
    const analysis = rounds({ tie: 'one' });
    const settled = begin(analysis.graph.machine.protocol, [1, 1, 1]);
    expect(() => playStage(analysis, settled, 0)).toThrow(RangeError);
  });
});

const oldest = ({ buffer }: Live, p: number): string | null =>
  buffer.find(({ to }) => to === p)?.message ?? null;
