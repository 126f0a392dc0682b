import { expect, test } from 'vitest';
import { analyse } from '../analysis.ts';
import { allInputs, graphOf } from '../graph.ts';
import type { Choice } from '../protocols/index.ts';
import { valuesWithout } from '../stopped.ts';
import { labelOf } from '../valency.ts';
import { afterAction, asAction } from './actions.ts';
import { flpEngine } from './engine.ts';
import { labelsWithout, leftFromStart, leftOver } from './left-over.ts';
import { protocolFor } from './rules.ts';

const CHOICES: readonly Choice[] = [
  { name: 'wait-all', processes: 3 },
  { name: 'wait-majority', processes: 3 },
  { name: 'two-phase-commit-timeout', processes: 3 },
  { name: 'leader', processes: 3 },
  { name: 'paxos', processes: 2, ballots: 2 },
  { name: 'majority-rounds', processes: 3, tie: 'one' },
];

test.each(CHOICES)(
  '$name: from every input, the others can decide what the graph without p says',
  (choice) => {
    const { graph, decided } = analyse(graphOf(protocolFor(choice)));
    for (const p of allInputs(choice.processes)[0]!.keys()) {
      const values = valuesWithout(graph, p);
      for (const { inputs, node } of graph.roots) {
        const left = leftFromStart(choice, inputs, p);
        expect(left.way === null).toBe(values[node] === 0);
        const [label] = labelsWithout(choice, inputs, p, []);
        expect(label).toBe(labelOf(values[node]!, decided[node]!, false));
      }
    }
  },
);

test.each(CHOICES)(
  '$name: the way is a run in which p takes no step, and its last event is the first to decide',
  (choice) => {
    for (const inputs of allInputs(choice.processes)) {
      for (const p of inputs.keys()) {
        const { way } = leftFromStart(choice, inputs, p);
        let state = flpEngine.init({ protocol: choice, inputs, faults: 1 }, 0);
        for (const event of way ?? []) {
          expect(event.p).not.toBe(p);
          expect(state.locals.every((local) => local.output === null)).toBe(true);
          state = afterAction(state, asAction(event));
        }
        if (way) expect(state.locals.some((local) => local.output !== null)).toBe(true);
      }
    }
  },
);

test('where nobody can do anything, the configuration itself is all that is left', () => {
  const choice: Choice = { name: 'two-phase-commit-timeout', processes: 3 };
  const analysis = analyse(graphOf(protocolFor(choice), { inputs: [[1, 1, 1]] }));
  const [root] = analysis.graph.roots;
  expect(leftOver(analysis, root!.node, 0)).toMatchObject({ count: 4, decided: 0, way: null });
});
