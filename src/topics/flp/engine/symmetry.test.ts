import { expect, test } from 'vitest';
import { analyse } from './analysis.ts';
import { configurationOf, graphOf, keyOf } from './graph.ts';
import type { Bit, Local } from './protocol.ts';
import { type Choice, protocolOf } from './protocols/index.ts';
import { BOTH, ONE, ZERO } from './valency.ts';

/** How a message reads with 0 and 1 exchanged: the value is what it ends in, if it has one. */
const MESSAGES: Partial<Record<Choice['name'], RegExp>> = {
  leader: /^D.$/,
  paxos: /^D.$|^1b:.:.:.$|^2a:.:.$/,
};

// Of majority rounds the same is shown next to them.
test.each<Choice>([
  { name: 'leader', processes: 2 },
  { name: 'leader', processes: 4 },
  { name: 'paxos', processes: 2, ballots: 2 },
  { name: 'paxos', processes: 3, ballots: 1 },
  { name: 'paxos', processes: 3, ballots: 2 },
])('exchanging 0 and 1 changes nothing in %o', (choice) => {
  const { graph, values } = analyse(graphOf(protocolOf(choice)));
  const { machine } = graph;
  const exchanged = (node: number): string => {
    const { locals, buffer } = configurationOf(graph, node);
    const letters = buffer.map((id) => {
      const { p, message } = machine.event(id);
      const flipped = message!.replace(/[01]$/, (bit) => `${1 - Number(bit)}`);
      return machine.eventId({
        p,
        message: MESSAGES[choice.name]!.test(message!) ? flipped : message,
      });
    });
    return keyOf({
      locals: locals.map((id, p) => machine.localId(p, exchangedLocal(machine.local(id)))),
      buffer: letters.sort((a, b) => a - b),
    });
  };
  const twins = graph.keys.map((_, node) => graph.ids.get(exchanged(node)) ?? -1);
  expect(twins).not.toContain(-1);
  expect(twins.findIndex((twin, node) => twins[twin] !== node)).toBe(-1);
  const other = [0, ONE, ZERO, BOTH];
  expect(twins.findIndex((twin, node) => values[twin] !== other[values[node]!])).toBe(-1);
});

/** Everything that is called a value or a register, exchanged. */
function exchangedLocal({ input, output, data }: Local): Local {
  return {
    input: flip(input),
    output: output === null ? null : flip(output),
    data: JSON.parse(JSON.stringify(data, (key, value) => (key === 'value' ? flip(value) : value))),
  };
}

const flip = (value: Bit): Bit => (value === 0 ? 1 : 0);
