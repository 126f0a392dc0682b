import { describe, expect, test } from 'vitest';
import { adversary, playStage } from './adversary.ts';
import { type Analysis, analyse, bivalentRoots, isOpenQuestion } from './analysis.ts';
import { configurationOf, deliveries, graphOf } from './graph.ts';
import { detour } from './lemma3.ts';
import { begin, type Live, perform, placeOf } from './live.ts';
import { majorityRounds, type RoundsOptions } from './protocols/majority-rounds.ts';
import { twoPhaseCommit } from './protocols/two-phase-commit.ts';
import { BOTH } from './valency.ts';

const rounds = (options: RoundsOptions): Analysis => analyse(graphOf(majorityRounds(options)));

describe('Lemma 3 in majority rounds', () => {
  test.each([
    { tie: 'one', holds: 5532 },
    { tie: 'coin', holds: 17_958 },
  ] as const)('holds everywhere with $tie, after three events at most', ({ tie, holds }) => {
    const count = { holds: 0, fails: 0, longest: 0 };
    const analysis = rounds({ tie });
    for (const [node, event] of openPairs(analysis)) {
      const way = detour(analysis, node, event);
      // The table leaves out the steps that change nothing at once.
      if (way && way.last < 0 && way.before.length === 0) continue;
      if (!way) count.fails += 1;
      else count.holds += 1;
      count.longest = Math.max(count.longest, way?.before.length ?? 0);
    }
    expect(count).toEqual({ holds, fails: 0, longest: 3 });
  });

  test('fails in two-phase commit for eight pairs', () => {
    const analysis = analyse(graphOf(twoPhaseCommit(3, true)));
    const ways = [...openPairs(analysis)].map(([node, event]) => detour(analysis, node, event));
    expect(ways.filter((way) => way === null)).toHaveLength(8);
  });
});

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

function* openPairs(analysis: Analysis): Generator<readonly [node: number, event: number]> {
  const { graph } = analysis;
  for (let node = 0; node < graph.keys.length; node += 1) {
    if (!isOpenQuestion(analysis, node)) continue;
    for (const event of deliveries(graph.machine, configurationOf(graph, node))) {
      yield [node, event];
    }
  }
}

const oldest = ({ buffer }: Live, p: number): string | null =>
  buffer.find(({ to }) => to === p)?.message ?? null;
