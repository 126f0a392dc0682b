import { expect, test } from 'vitest';
import { after, type Configuration, graphOf, keyOf } from '../graph.ts';
import { Machine } from '../machine.ts';
import type { Bit } from '../protocol.ts';
import { paxos } from './paxos.ts';

type Step = readonly [p: number, message: string | null];

/** The duel of two owners, up to where p0 has both a promise and a higher ballot before it. */
const DUEL: readonly Step[] = [
  [0, null],
  [1, '1a:1'],
  [1, null],
];

test('the value hangs on which of two messages p0 receives first', () => {
  const duel = played([1, 0], DUEL);
  expect(duel.letters).toEqual(['p0 1a:2', 'p0 1b:1']);
  expect(outcomes([1, 0], DUEL)).toEqual([0, 1]);
  expect(outcomes([1, 0], [...DUEL, [0, '1b:1']])).toEqual([1]);
  expect(outcomes([1, 0], [...DUEL, [0, '1a:2']])).toEqual([0]);
});

test('an owner takes over the value of the vote that it is told of', () => {
  const { outputs } = played(
    [1, 0],
    [...DUEL, [0, '1b:1'], [0, '1a:2'], [1, '1b:2:1:1'], [0, '2a:2:1'], [1, '2b:2']],
  );
  expect(outputs).toEqual([null, 1]);
});

test('an overtaken owner proposes still, and nobody votes for it', () => {
  const { outputs, letters } = played(
    [1, 0],
    [...DUEL, [0, '1a:2'], [0, '1b:1'], [1, '2a:1:1'], [1, '1b:2'], [0, '2a:2:0'], [1, '2b:2']],
  );
  expect(outputs).toEqual([null, 0]);
  expect(letters).toEqual(['p0 D0']);
});

function played(inputs: readonly Bit[], steps: readonly Step[]) {
  const machine = new Machine(paxos(2, 2));
  const { locals, buffer } = run(machine, inputs, steps);
  return {
    outputs: locals.map((local) => machine.local(local).output),
    letters: buffer
      .map((letter) => {
        const { to, message } = machine.letter(letter);
        return `p${to} ${message}`;
      })
      .sort(),
  };
}

function run(machine: Machine, inputs: readonly Bit[], steps: readonly Step[]): Configuration {
  return steps.reduce<Configuration>(
    (before, [p, message]) => {
      const event = machine.eventId({ p, message });
      if (message !== null) expect(before.buffer).toContain(event);
      return after(machine, before, event);
    },
    { locals: machine.begin(inputs), buffer: [] },
  );
}

/** The values that somebody decides in some run that begins with `steps`. */
function outcomes(inputs: readonly Bit[], steps: readonly Step[]): readonly (Bit | null)[] {
  const graph = graphOf(paxos(2, 2), { inputs: [inputs] });
  const start = graph.ids.get(keyOf(run(graph.machine, inputs, steps)))!;
  const seen = new Set([start]);
  const values = new Set<Bit | null>();
  for (const node of seen) {
    for (const target of graph.targets.subarray(graph.first[node], graph.first[node + 1])) {
      seen.add(target);
    }
    for (const character of graph.keys[node]!.slice(0, 2)) {
      const { output } = graph.machine.local(character.charCodeAt(0));
      if (output !== null) values.add(output);
    }
  }
  return [...values].sort();
}
