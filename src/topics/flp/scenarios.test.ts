import { expect, test } from 'vitest';
import { brokenInvariant } from '../../lab/engine.ts';
import { type AnyFrame, mainRun, unfold } from '../../lab/timeline.ts';
import { flpEngine } from './engine/run/engine.ts';
import { analysisOf } from './engine/run/outlook.ts';
import type { FlpAction, FlpConfig, FlpState } from './engine/run/types.ts';
import { gameView } from './figures/game-view.ts';
import { scenarios } from './scenarios.ts';

const named = (id: string) => scenarios.find((s) => s.id === id)!;

test.each(scenarios.map((s) => s.id))('%s is played to its end, and has all its labels', (id) => {
  const scenario = named(id);
  const frames = framesOf(id);
  for (const [label, holds] of Object.entries(scenario.labels)) {
    expect(frames.some(holds), `${id}: ${label}`).toBe(true);
  }
  // Every written move was legal: none is left over.
  const { state } = frames.at(-1)!;
  expect(scenario.course(state, { taken: frames.length - 1, deviated: false })).toBe(null);
  const broken = frames.filter((f) => brokenInvariant(flpEngine, f.state as FlpState));
  const disagrees = ['disagree', 'false-suspicion'].includes(id);
  expect(broken.length > 0, id).toBe(disagrees);
});

test('the adversary’s run is what the adversary plays', () => {
  const config = named('autopilot').config as FlpConfig;
  const analysis = analysisOf(config.protocol, config.inputs);
  const written = framesOf('autopilot').flatMap((f) => f.action ?? []);
  const played: FlpAction[] = [];
  let state = flpEngine.init(config, 0);
  while (played.length < written.length) {
    for (const action of gameView(state, analysis).stage!) {
      played.push(action);
      state = flpEngine.step(state, action).state;
    }
  }
  expect(written).toEqual(played);
  expect(gameView(state, analysis)).toMatchObject({ tone: 'won', label: 'bivalent' });
});

test.each([
  ['lasso', 9],
  ['coin-lasso', 9],
  ['livelock', 6],
])('%s closes a fair loop at step %i', (id, step) => {
  const frame = framesOf(id).find((f) => (f.state as FlpState).steps === step)!;
  expect(gameView(frame.state as FlpState, null).tone).toBe('won');
});

test('a loop that starves a process is refused, with its name', () => {
  let state = flpEngine.init(named('wait-all').config as FlpConfig, 0);
  for (const p of [1, 1]) state = flpEngine.step(state, { type: 'step', p, message: null }).state;
  const { tone, lines } = gameView(state, null);
  expect(tone).toBe('open');
  expect(lines.join(' ')).toContain('p0 never takes a step.');
});

function framesOf(id: string): readonly AnyFrame[] {
  return unfold(named(id), mainRun(named(id)));
}
