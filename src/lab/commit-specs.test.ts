import { expect, test } from 'vitest';
import { exploreAll } from './explore.ts';
import { tCommitEngine, twoPhaseEngine } from './testing/commit-specs.ts';

/** As TLC reports it, which counts the initial state as depth 1. */
type Found = { distinct: number; generated?: number; depth?: number };

test('three resource managers of TCommit have the states that TLC finds', () => {
  const { distinct, generated, levels, complete, violation } = exploreAll(tCommitEngine, 3, 0);
  expect({ distinct, generated, depth: levels.length }).toEqual<Found>({
    distinct: 34,
    generated: 94,
    depth: 7,
  });
  expect({ complete, violation }).toEqual({ complete: true, violation: null });
});

test.each<[number, Found]>([
  [3, { distinct: 288, generated: 1146, depth: 11 }],
  [5, { distinct: 8832 }],
  [6, { distinct: 50_816 }],
])('%i resource managers of TwoPhase have the states that others find', (rms, found) => {
  const { distinct, generated, levels, complete, violation } = exploreAll(twoPhaseEngine, rms, 0);
  expect({ distinct, generated, depth: levels.length }).toMatchObject(found);
  expect({ complete, violation }).toEqual({ complete: true, violation: null });
});

test('every step of TwoPhase is a step of TCommit, or none', () => {
  const states = [twoPhaseEngine.init(3, 0)];
  const seen = new Set(states.map((state) => JSON.stringify(state)));
  let steps = 0;
  for (const state of states) {
    const rms = JSON.stringify(state.rms);
    const allowed = tCommitEngine
      .enabled(state)
      .map((step) => JSON.stringify(tCommitEngine.step({ rms: state.rms }, step).state.rms));
    for (const step of twoPhaseEngine.enabled(state)) {
      const next = twoPhaseEngine.step(state, step).state;
      steps += 1;
      expect([rms, ...allowed]).toContain(JSON.stringify(next.rms));
      if (seen.has(JSON.stringify(next))) continue;
      seen.add(JSON.stringify(next));
      states.push(next);
    }
  }
  // TLC counts the initial state as generated, too.
  expect(steps).toBe(1146 - 1);
});

test('a resource manager that commits on its own is found at once', () => {
  const rash = {
    ...twoPhaseEngine,
    enabled: (state: Parameters<typeof twoPhaseEngine.enabled>[0]) => [
      ...twoPhaseEngine.enabled(state),
      ...(state.rms[0] === 'prepared' ? [{ rule: 'commit', rm: 0 }] : []),
    ],
    step: (...[state, step]: Parameters<typeof twoPhaseEngine.step>) =>
      step.rule === 'commit'
        ? { state: { ...state, rms: state.rms.with(0, 'committed') }, events: [] }
        : twoPhaseEngine.step(state, step),
  };
  const { violation } = exploreAll(rash, 3, 0);
  expect(violation?.invariant).toBe('TCConsistent');
  expect(violation?.actions).toHaveLength(3);
});
