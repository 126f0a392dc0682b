import * as v from 'valibot';
import { expect, test } from 'vitest';
import { brokenInvariant } from '../../lab/engine.ts';
import { labelFrames, mainRun, openRun, openTimeline, unfold } from '../../lab/timeline.ts';
import { deletingActionSchema } from './delete-action-schema.ts';
import { type DeletingFrame, deleteScenarios, SHORTEST } from './delete-scenarios.ts';
import { textOf } from './engine/algorithm.ts';
import { searchDeletes, smallLab } from './engine/deleting/search.ts';

const framesOf = (scenario: (typeof deleteScenarios)[number]) =>
  unfold(scenario, mainRun(scenario)) as readonly DeletingFrame[];
const named = (id: string) => deleteScenarios.find((s) => s.id === id)!;
const textsOf = (frame: DeletingFrame) => frame.state.replicas.map(({ doc }) => textOf(doc));

test.each(deleteScenarios.map((s) => [s.id, s] as const))(
  '%s is told to its end, with its labels and its poster',
  (_, scenario) => {
    const frames = framesOf(scenario);
    const labels = labelFrames(scenario, frames);
    expect(Object.keys(labels)).toEqual(Object.keys(scenario.labels));
    expect(labels[scenario.poster]).toBeDefined();
    for (const { action } of frames.slice(1)) {
      expect(v.is(deletingActionSchema, action)).toBe(true);
    }
  },
);

test.each([
  ['delete-tombstone', ['crt', 'crt'], null],
  ['delete-drop-children', ['c', 'c'], 'nothing is lost'],
  ['delete-to-start', ['rtc', 'rtc'], 'nothing jumps'],
  ['delete-to-parent', ['rct', 'crt'], 'convergence'],
  ['delete-among-siblings', ['adb', 'ac'], 'nothing jumps'],
] as const)('%s ends with %j, and breaks %s', (id, texts, broken) => {
  const last = framesOf(named(id)).at(-1)!;
  expect(textsOf(last)).toEqual(texts);
  const scenario = named(id);
  expect(brokenInvariant(scenario.engine, last.state)?.invariant ?? null).toBe(broken);
});

test('the story goes on by another rule, if a reader chooses one on the way', () => {
  const scenario = named('delete-tombstone');
  const run = { at: 2, action: { type: 'rule', rule: 'reattach-to-parent' } };
  const timeline = openRun(openTimeline(scenario), {
    ...mainRun(scenario),
    deviations: [run],
  });
  const frames = timeline.branches.at(-1)!.frames as readonly DeletingFrame[];
  expect(textsOf(frames.at(-1)!)).toEqual(['rct', 'crt']);
  expect(frames).toHaveLength(6);
});

test('the prediction has its answer among its choices, by every rule', () => {
  for (const id of ['tombstone', 'drop-children', 'to-start', 'to-parent']) {
    const scenario = named(`delete-${id}`);
    const frames = framesOf(scenario);
    const { choices, answer } = scenario.questions!.texts!;
    expect(choices(frames[2]!)).toContain(answer(frames[4]!));
  }
});

test.each(SHORTEST.map((found) => [found.rule, found] as const))(
  'the shortest failure of %s is the one that the search finds',
  (rule, { breaks, script }) => {
    const work = searchDeletes(smallLab(rule), [breaks]);
    let step = work.next();
    while (!step.done) step = work.next();
    expect(step.value.violation!.actions).toEqual(script);
    const frames = framesOf(named(`shortest-${rule}`));
    const check = named(`shortest-${rule}`).engine.invariants[breaks]!;
    expect(frames.map(({ state }) => check(state) !== null).indexOf(true)).toBe(script.length);
  },
);
