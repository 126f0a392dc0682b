import { describe, expect, test } from 'vitest';
import { type Analysis, analyse } from '../analysis.ts';
import { type Graph, graphOf } from '../graph.ts';
import { begin, type Live, perform, placeOf } from '../live.ts';
import type { Letter, Local } from '../protocol.ts';
import { carried, eventInRun, LAPSED, reduceNamed } from '../quotient.ts';
import { valuesWithout } from '../stopped.ts';
import { BOTH, ONE, ZERO } from '../valency.ts';
import {
  majorityRounds,
  messageOf,
  type Rounds,
  type Said,
  saidIn,
  TIES,
  type Tie,
} from './majority-rounds.ts';

const analysed = (tie: Tie, lead: number): Analysis =>
  analyse(graphOf(majorityRounds({ tie, lead })));

const holds = (set: number) => (values: Uint8Array) => values.filter((v) => v === set).length;

describe.each(TIES)('with %s at a tie', (tie) => {
  const { graph } = analysed(tie, 2);

  test('is cut off nowhere', () => {
    expect(deadEnds(graph)).toBe(0);
  });

  test('steps of two processes come to the same in both orders', () => {
    expect(diamonds(graph)).toEqual({ failed: 0, checked: expect.any(Number) });
  });
});

describe('how far ahead the fastest may be', () => {
  test('one phase is too few: the search ends where a run would not', () => {
    expect([deadEnds(analysed('keep', 1).graph), deadEnds(analysed('one', 1).graph)]).toEqual([
      198, 192,
    ]);
  });

  test('the bivalent configurations do not become more from three phases on', () => {
    const [three, four] = [analysed('one', 3), analysed('one', 4)];
    expect([three, four].map(({ values }) => holds(BOTH)(values))).toEqual([1788, 1788]);
  });
});

test.each(['coin', 'keep'] as const)('exchanging 0 and 1 changes nothing with %s', (tie) => {
  const { graph, values } = analysed(tie, 2);
  const everybody = [true, true, true];
  for (const [key, node] of graph.ids) {
    const { locals, letters } = namesIn(graph, key);
    const { configuration } = reduceNamed(
      graph.machine,
      locals.map(exchanged),
      letters.map((letter) => ({ ...letter, message: messageOf(other(saidIn(letter.message))) })),
      everybody,
    );
    const twin = graph.ids.get(
      String.fromCharCode(...configuration.locals, ...configuration.buffer),
    );
    expect(values[twin!]).toBe([0, ONE, ZERO, BOTH][values[node]!]);
  }
});

describe('with one process stopped', () => {
  const lacking = (tie: Tie) => {
    const { graph, decided } = analysed(tie, 2);
    const undecided = graph.keys.flatMap((_, node) => (decided[node] ? [] : [node]));
    const lost = [0, 1, 2].map((p) => {
      const values = valuesWithout(graph, p);
      return undecided.filter((node) => values[node] === 0).length;
    });
    return { of: 3 * undecided.length, lost: lost.reduce((sum, n) => sum + n, 0) };
  };

  test('the others can always decide if a tie gives 1, or a coin', () => {
    expect(lacking('one')).toEqual({ of: 9828, lost: 0 });
    expect(lacking('coin')).toEqual({ of: 15_282, lost: 0 });
  });

  test('the others may be caught in ties if everybody keeps what it had', () => {
    expect(lacking('keep')).toEqual({ of: 11_646, lost: 2856 });
  });
});

test.each(['one', 'coin'] as const)('the graph follows runs with %s step by step', (tie) => {
  const protocol = majorityRounds({ tie });
  const graph = graphOf(protocol);
  let live = begin(protocol, [0, 0, 1]);
  for (let turn = 0; turn < 1500; turn += 1) {
    const { node, rounds } = placeOf(graph, live);
    const edges = graph.first[node + 1]! - graph.first[node]!;
    for (const letter of lapsedIn(graph, live, node, rounds)) {
      const quiet = perform(protocol, live, { p: letter.to, message: letter.message });
      expect(placeOf(graph, quiet)).toEqual({ node, rounds });
      live = quiet;
    }
    const edge = graph.first[node]! + ((turn * 7919) % edges);
    live = perform(protocol, live, eventInRun(graph, graph.events[edge]!, rounds));
    expect(placeOf(graph, live)).toEqual({
      node: graph.targets[edge],
      rounds: rounds + graph.moved[edge]!,
    });
  }
  expect(placeOf(graph, live).rounds).toBeGreaterThan(50);
});

test('two coins can be tossed in one step', () => {
  const protocol = majorityRounds({ tie: 'coin' });
  const { machine } = graphOf(protocol);
  const data: Rounds = {
    phase: 1,
    x: 0,
    proposal: null,
    early: [
      { phase: 2, value: 1 },
      { phase: 3, value: null },
    ],
  };
  const local = machine.localId(0, { input: 0, output: null, data });
  const delivery = machine.eventId({ p: 0, message: 'P1 ⊥' });
  expect(machine.outcomes(local, delivery).map((event) => machine.event(event).coins)).toEqual([
    '00',
    '1',
    '01',
  ]);
});

test('a message says its round and its value', () => {
  for (const message of ['R1 0', 'P1 ⊥', 'R12 1', 'P3 1']) {
    expect(messageOf(saidIn(message))).toBe(message);
  }
});

const deadEnds = ({ keys, first }: Graph): number =>
  keys.filter((_, node) => first[node] === first[node + 1]).length;

/** Pairs of edges at different processes, in both orders where neither is put off. */
function diamonds(graph: Graph) {
  const { first, events, targets, machine } = graph;
  const then = (edge: number, other: number): number | undefined => {
    const { coins } = machine.event(events[other]!);
    const delivery = carried(graph, edge, machine.delivery(events[other]!));
    if (delivery === LAPSED) return targets[edge];
    const event = machine.eventId({ ...machine.event(delivery), ...(coins && { coins }) });
    const node = targets[edge]!;
    const next = events.subarray(first[node], first[node + 1]).indexOf(event);
    return next < 0 ? undefined : targets[first[node]! + next];
  };
  let [checked, failed] = [0, 0];
  for (let node = 0; node < graph.keys.length; node += 1) {
    for (let e = first[node]!; e < first[node + 1]!; e += 1) {
      for (let f = e + 1; f < first[node + 1]!; f += 1) {
        if (machine.processOf(events[e]!) === machine.processOf(events[f]!)) continue;
        const [one, two] = [then(e, f), then(f, e)];
        if (one === undefined || two === undefined) continue;
        checked += 1;
        if (one !== two) failed += 1;
      }
    }
  }
  return { checked, failed };
}

function namesIn({ machine }: Graph, key: string) {
  const numbers = Array.from(key, (c) => c.charCodeAt(0));
  return {
    locals: numbers.slice(0, 3).map((id) => machine.local(id) as Local<Rounds>),
    letters: numbers.slice(3).map((id) => machine.letter(id)),
  };
}

const flip = (value: Said['value']) => (value === null ? null : value ? 0 : 1);

const other = ({ phase, value }: Said): Said => ({
  phase,
  value: flip(value),
});

function exchanged({ output, data }: Local<Rounds>): Local {
  const x = flip(data.x) as 0 | 1;
  const { phase, proposal } = data;
  return {
    input: x,
    output: flip(output),
    data: { phase, x, proposal: flip(proposal), early: data.early.map(other) },
  };
}

/** What is in the buffer of a run and not in that of its node. */
function lapsedIn(graph: Graph, live: Live, node: number, rounds: number): readonly Letter[] {
  const there = namesIn(graph, graph.keys[node]!).letters.map(({ to, message }) => {
    const { phase, value } = saidIn(message);
    return `${to} ${messageOf({ phase: phase + 2 * rounds, value })}`;
  });
  return live.buffer.filter(({ to, message }) => {
    const place = there.indexOf(`${to} ${message}`);
    if (place >= 0) there.splice(place, 1);
    return place < 0;
  });
}
