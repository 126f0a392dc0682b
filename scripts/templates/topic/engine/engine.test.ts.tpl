import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { brokenInvariant, IllegalAction } from '../../../lab/engine.ts';
import { exploreAll } from '../../../lab/explore.ts';
import { labelFrames, mainRun, unfold } from '../../../lab/timeline.ts';
import { scenarios } from '../scenarios.ts';
import { type BufferState, engine } from './engine.ts';

/** The random generator decides what comes next, not what can. */
const identify = ({ waiting, put, taken }: BufferState) => JSON.stringify([waiting, put, taken]);

describe('every state', () => {
  test('three items through two places make nine states, and none breaks a promise', () => {
    const result = exploreAll(engine, { capacity: 2, items: 3 }, 1, { identify });
    expect(result).toMatchObject({ distinct: 9, complete: true, violation: null });
  });

  test('a consumer that takes the newest item is found out in the fewest actions', () => {
    const broken: typeof engine = {
      ...engine,
      step(state, action) {
        if (action.type === 'put') return engine.step(state, action);
        const waiting = state.waiting.slice(0, -1);
        return { state: { ...state, waiting, taken: state.taken + 1 }, events: [] };
      },
    };
    const { violation } = exploreAll(broken, { capacity: 2, items: 3 }, 1, { identify });
    expect(violation?.invariant).toBe('in order');
    expect(violation?.actions.map((a) => a.type)).toEqual(['put', 'put', 'take']);
  });
});

describe('rules', () => {
  test('a refused action is refused in words, by explain and by step', () => {
    const empty = engine.init({ capacity: 1, items: 2 }, 1);
    expect(engine.explain(empty, { type: 'take' })).toBe('The buffer is empty.');
    expect(() => engine.step(empty, { type: 'take' })).toThrow(IllegalAction);
    const full = engine.step(empty, { type: 'put' }).state;
    expect(engine.explain(full, { type: 'put' })).toBe('The buffer is full: it holds 1.');
  });
});

describe.each(scenarios)('the scenario $id', (scenario) => {
  test('ends by itself, has every label, and keeps every promise under 50 seeds', () => {
    const frames = unfold(scenario, mainRun(scenario));
    expect(frames.length).toBeLessThan(scenario.limit);
    expect(Object.keys(labelFrames(scenario, frames))).toEqual(Object.keys(scenario.labels));
    for (let seed = 0; seed < 50; seed++) {
      for (const { state } of unfold(scenario, mainRun(scenario, seed))) {
        expect(brokenInvariant(scenario.engine, state)).toBeNull();
      }
    }
  });

  test('takes every action that it offers from a link too', async () => {
    const schema = await scenario.actionSchema();
    for (const { state } of unfold(scenario, mainRun(scenario))) {
      for (const action of scenario.engine.enabled(state)) expect(v.is(schema, action)).toBe(true);
    }
  });

  test('says something else at every frame', () => {
    const frames = unfold(scenario, mainRun(scenario));
    const captions = frames.map((f) => scenario.engine.caption(f.state, f.events));
    expect(new Set(captions).size).toBe(frames.length);
  });
});
