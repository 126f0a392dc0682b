import { expect, test } from 'vitest';
import { labelFrames, mainRun, unfold } from '../../lab/timeline.ts';
import { isCritical } from './engine/analysis.ts';
import { analysisAt, labelAt } from './engine/run/outlook.ts';
import { nodeAt } from './engine/run/places.ts';
import type { FlpState } from './engine/run/types.ts';
import { proofScenarios } from './proof-scenarios.ts';

/** The state at a labelled frame of the scenario’s own run. */
function stateAt(id: string, label: string): FlpState {
  const scenario = proofScenarios.find((s) => s.id === id)!;
  const frames = unfold(scenario, mainRun(scenario));
  return frames[labelFrames(scenario, frames)[label]!]!.state as FlpState;
}
const valency = (state: FlpState) => labelAt(analysisAt(state), state);

test.each([
  ['cube-commit', 'open', 'bivalent'],
  ['cube-wait', 'split', 'zero'],
  ['cube-rounds', 'open', 'bivalent'],
  ['cube-majority', 'open', 'bivalent'],
  ['diamond-commit', 'one-process', 'bivalent'],
  ['diamond-rounds', 'closed', 'bivalent'],
  ['hook-commit', 'hook', 'bivalent'],
  ['hook-commit', 'waiting', 'blocked'],
  ['hook-paxos', 'waiting', 'blocked'],
  ['lens-rounds', 'waits', 'bivalent'],
  ['lens-rounds', 'kept', 'bivalent'],
  ['lens-commit', 'settled', 'one'],
])('%s at %s: %s', (id, label, expected) => {
  expect(valency(stateAt(id, label))).toBe(expected);
});

test.each([
  ['hook-commit', 'hook'],
  ['hook-paxos', 'hook'],
  ['lens-commit', 'critical'],
  ['diamond-commit', 'one-process'],
])('%s at %s stands at a critical configuration', (id, label) => {
  const state = stateAt(id, label);
  const analysis = analysisAt(state);
  expect(isCritical(analysis, nodeAt(analysis, state))).toBe(true);
});

test.each(['cube-commit', 'cube-rounds', 'cube-majority'])(
  '%s: the run decides, and some process took no step in it',
  (id) => {
    const state = stateAt(id, 'decided');
    expect(state.lastStep).toContain(0);
    expect(state.locals.some((local) => local.output !== null)).toBe(true);
  },
);
