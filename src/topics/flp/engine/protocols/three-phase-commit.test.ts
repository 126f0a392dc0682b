import { expect, test } from 'vitest';
import { after, type Configuration, configurationOf, graphOf } from '../graph.ts';
import { Machine } from '../machine.ts';
import { threePhaseCommit } from './three-phase-commit.ts';

type Step = readonly [p: number, message: string | null];

const PRECOMMITTED: readonly Step[] = [
  [1, null],
  [0, 'V1'],
  [2, null],
  [0, 'V1'],
  [1, 'P'],
];

test('commits when nobody is suspected', () => {
  const { outputs } = played([
    ...PRECOMMITTED,
    ...([
      [2, 'P'],
      [0, 'A'],
      [0, 'A'],
      [1, 'D1'],
      [2, 'D1'],
    ] as const),
  ]);
  expect(outputs).toEqual([1, 1, 1]);
});

test('a false suspicion breaks agreement: p2 takes p0 for dead before it hears, p1 after', () => {
  const { outputs, letters } = played([...PRECOMMITTED, [2, null], [1, null]]);
  expect(outputs).toEqual([null, 1, 0]);
  expect(letters).toEqual(['p0 A', 'p2 P']);
});

test.each([2, 3, 4])('of %i, some runs with a yes of all end in 0 and 1', (processes) => {
  const graph = graphOf(threePhaseCommit(processes), { inputs: [Array(processes).fill(1)] });
  const ends = graph.keys.flatMap((_, node) => {
    if (graph.first[node] !== graph.first[node + 1]) return [];
    const { locals } = configurationOf(graph, node);
    return [new Set(locals.map((local) => graph.machine.local(local).output))];
  });
  expect(ends.every((outputs) => !outputs.has(null))).toBe(true);
  expect(ends.some((outputs) => outputs.size === 2)).toBe(true);
  for (const value of [0, 1] as const) {
    expect(ends.some((outputs) => outputs.size === 1 && outputs.has(value))).toBe(true);
  }
});

test.each([2, 3, 4])('of %i, nobody ever has to wait for another', (processes) => {
  const graph = graphOf(threePhaseCommit(processes));
  graph.keys.forEach((_, node) => {
    const { locals } = configurationOf(graph, node);
    const events = graph.events.subarray(graph.first[node], graph.first[node + 1]);
    locals.forEach((local, p) => {
      if (graph.machine.local(local).output === null) expect(events).toContain(p);
    });
  });
});

/** Three processes that all vote yes. */
function played(steps: readonly Step[]) {
  const machine = new Machine(threePhaseCommit(3));
  const { locals, buffer } = steps.reduce<Configuration>(
    (before, [p, message]) => {
      const event = machine.eventId({ p, message });
      if (message !== null) expect(before.buffer).toContain(event);
      return after(machine, before, event);
    },
    { locals: machine.begin([1, 1, 1]), buffer: [] },
  );
  const letters = buffer.map((letter) => {
    const { to, message } = machine.letter(letter);
    return `p${to} ${message}`;
  });
  return {
    outputs: locals.map((local) => machine.local(local).output),
    letters: letters.sort(),
  };
}
