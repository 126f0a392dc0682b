import { expect, test } from 'vitest';
import { analyse } from './analysis.ts';
import { graphOf } from './graph.ts';
import { twoPhaseCommit } from './protocols/two-phase-commit.ts';
import { waitFor } from './protocols/wait.ts';
import { valuesWithout } from './stopped.ts';
import { valencies } from './valency.ts';

test.each([twoPhaseCommit(3, true), waitFor(3, 2)])(
  'without a quotient of $id, it is the same graph without the edges of one process',
  (protocol) => {
    const { graph, back, decided } = analyse(graphOf(protocol));
    for (const p of [0, 1, 2]) {
      expect(valuesWithout(graph, p)).toEqual(valencies(graph, back, decided, p));
    }
  },
);
