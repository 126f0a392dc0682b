import { describe, expect, test } from 'vitest';
import { brokenInvariant, type Scenario } from '../../../../lab/engine.ts';
import { mainRun, type Run, unfold } from '../../../../lab/timeline.ts';
import { sessionActionSchema } from '../../action-schema.ts';
import { textOf } from '../algorithm.ts';
import { PRESETS } from '../presets.ts';
import type { Script } from '../script.ts';
import { begun, sessionEngine } from './engine.ts';
import { copyOf, pending } from './places.ts';
import { courseOf } from './story.ts';
import type {
  AlgorithmId,
  Detail,
  SessionAction,
  SessionConfig,
  SessionEvent,
  SessionState,
} from './types.ts';

const ALL: readonly AlgorithmId[] = ['causal-tree', 'rga', 'yata', 'fugue', 'fugue-max'];

function storyOf(
  script: Script,
  detail: Detail,
  algorithms = ALL,
): Scenario<SessionConfig, SessionState, SessionAction, SessionEvent> {
  const authors = script.replicas;
  return {
    id: 'story',
    title: '',
    summary: '',
    engine: sessionEngine,
    actionSchema: async () => sessionActionSchema,
    config: {
      authors,
      order: authors.map((_, i) => i),
      algorithms,
      detail,
      featured: algorithms.length,
    },
    seed: 1,
    course: courseOf(script),
    limit: 2000,
    labels: {},
    figures: [],
    poster: 0,
  };
}

function played(script: Script, detail: Detail, algorithms = ALL) {
  const story = storyOf(script, detail, algorithms);
  return unfold(story, mainRun(story) as Run<SessionAction>);
}

const textsIn = (state: SessionState, author: number) =>
  state.networks.map((_, i) => textOf(copyOf(state, i, author).doc));

describe.each(PRESETS.map((preset) => [preset.id, preset] as const))('%s', (_, preset) => {
  const { texts, script } = preset;
  test.each(['letters', 'comparisons', 'steps'] as const)('ends as it should, by %s', (detail) => {
    const frames = played(script, detail);
    const { state } = frames.at(-1)!;
    const ct = texts['causal-tree'];
    const ought = [ct, ct, texts.yata, texts.fugue, texts['fugue-max']];
    for (const author of script.replicas.keys()) expect(textsIn(state, author)).toEqual(ought);
    for (const frame of frames) {
      expect(brokenInvariant(sessionEngine, frame.state)).toBeNull();
      expect(sessionEngine.caption(frame.state, frame.events)).not.toMatch(/undefined|null|“”/);
    }
  });
});

const backward = PRESETS.find(({ id }) => id === 'backward')!.script;

test('each comparison of the causal tree has a frame of its own', () => {
  const steps = [...backward.steps.slice(0, -2), { sync: ['Ben', 'Ada'] as const }];
  const frames = played({ ...backward, steps }, 'comparisons', ['causal-tree', 'fugue']);
  const compared = frames.filter((f) => f.events.some(({ kind }) => kind === 'merge'));
  const toAda = compared.filter((f) => f.state.merging!.to === 0);
  const beats = toAda.flatMap((f) => f.state.merging!.parts[0]!.beats[f.state.merging!.at] ?? []);
  expect(beats.length).toBe(toAda.length);
  const captions = toAda.map((f) => sessionEngine.caption(f.state, f.events));
  expect(captions.at(-1)).toBe(
    'Ben’s “c” reaches Ada. Causal tree: time 5 = 5, a tie; id B > A: “c” goes before “b”. ' +
      'Fugue: a left child of “a”, with no sibling to compare with.',
  );
});

test('other ids give what the same story gives with them from the start', () => {
  const { state } = played(backward, 'comparisons').at(-1)!;
  const swapped = sessionEngine.step(state, { type: 'order', order: [1, 0] }).state;
  expect(textsIn(swapped, 0)).toEqual([
    'bcraekaeds',
    'bcraekaeds',
    'cakesbread',
    'cakesbread',
    'cakesbread',
  ]);
  const back = sessionEngine.step(swapped, { type: 'order', order: [0, 1] }).state;
  expect(back.networks).toEqual(state.networks);
});

test('after an interleaved merge a letter is anchored by element and side', () => {
  let { state } = played(backward, 'letters').at(-1)!;
  const d = copyOf(state, 0, 0).doc.find(({ value }) => value === 'd')!;
  state = sessionEngine.step(state, {
    type: 'edit',
    author: 0,
    at: { of: [0, d.id.counter], side: 'after' },
    remove: [],
    text: '!',
  }).state;
  expect(textsIn(state, 0)).toEqual([
    'cbarkeeasd!',
    'cbarkeeasd!',
    'bread!cakes',
    'bread!cakes',
    'bread!cakes',
  ]);
});

const config: SessionConfig = {
  authors: ['Ada', 'Ben'],
  order: [0, 1],
  algorithms: ALL,
  detail: 'letters',
  featured: 2,
};
const typed = (author: number, text: string): SessionAction => ({
  type: 'edit',
  author,
  at: { of: null, side: 'before' },
  remove: [],
  text,
});

function done(actions: readonly SessionAction[], from = begun(config, config.order)) {
  return actions.reduce((state, action) => sessionEngine.step(state, action).state, from);
}

test('an operation that comes early waits, and one that comes twice changes nothing', () => {
  const state = done([typed(0, 'a'), typed(0, 'b')]);
  const early = sessionEngine.step(state, { type: 'deliver', from: 0, to: 1, which: [0, 2] });
  expect(early.events[0]!.kind).toBe('early');
  expect(textsIn(early.state, 1)).toEqual(['', '', '', '', '']);
  const both = sessionEngine.step(early.state, { type: 'deliver', from: 0, to: 1 });
  expect(textsIn(both.state, 1)).toEqual(['ab', 'ab', 'ab', 'ab', 'ab']);
  const twice = sessionEngine.step(both.state, { type: 'deliver', from: 0, to: 1, which: [0, 1] });
  expect(twice.events[0]!.kind).toBe('duplicate');
  expect(twice.state.networks).toEqual(both.state.networks);
});

test('a selection is typed over, and undo brings it back as letters of its own', () => {
  const state = done([
    typed(0, 'cat'),
    { type: 'edit', author: 0, at: { of: [0, 1], side: 'before' }, remove: [[0, 1]], text: 'b' },
  ]);
  expect(textsIn(state, 0)).toEqual(ALL.map(() => 'bat'));
  const undone = done([{ type: 'undo', author: 0 }], state);
  expect(textsIn(undone, 0)).toEqual(ALL.map(() => 'cat'));
  const nothing = done([{ type: 'undo', author: 0 }], undone);
  expect(textsIn(nothing, 0)).toEqual(ALL.map(() => 'c'));
});

test('an emoji stays whole', () => {
  const state = done([typed(0, '👩‍👩‍👧é')]);
  expect(copyOf(state, 3, 0).doc.map(({ value }) => value)).toEqual(['👩‍👩‍👧', 'é']);
});

test('what is typed online is on its way to all who are', () => {
  const online = {
    ...config,
    authors: ['Ada', 'Ben', 'Cleo'],
    order: [0, 1, 2],
    online: [true, true, false],
  };
  const state = done([typed(0, 'hi')], begun(online, online.order));
  expect(state.queue).toEqual([[0, 1]]);
  const course = courseOf({ replicas: online.authors, steps: [] });
  const next = course(state, { deviated: true });
  expect(next).toEqual({ type: 'deliver', from: 0, to: 1 });
});

test('refuses in words', () => {
  const state = done([typed(0, 'a')]);
  const refusals: readonly (readonly [SessionAction, RegExp])[] = [
    [{ type: 'send', from: 1, to: 0 }, /Ada has everything that Ben has/],
    [{ type: 'next' }, /No letter is being merged/],
    [{ type: 'undo', author: 1 }, /Ben has nothing to take back/],
    [typed(7, 'a'), /no author 7/],
    [{ type: 'order', order: [0, 0] }, /each author once/],
    [{ ...typed(1, 'x'), at: { of: [0, 1], side: 'after' } } as SessionAction, /does not have/],
    [{ type: 'deliver', from: 0, to: 1, which: [0, 9] }, /no operation 9/],
    [typed(0, 'x'.repeat(201)), /too many at once/],
  ];
  for (const [action, words] of refusals) {
    expect(sessionEngine.explain(state, action)).toMatch(words);
    expect(() => sessionEngine.step(state, action)).toThrow(words);
  }
});

test('everything on the menu is legal, in random sessions, and all copies agree in the end', () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    let state = begun({ ...config, detail: 'steps' }, [1, 0]);
    let random = seed * 7919;
    const draw = (n: number) => {
      random = (random * 48271) % 2147483647;
      return random % n;
    };
    for (let i = 0; i < 40; i += 1) {
      const menu = [...sessionEngine.enabled(state), typed(draw(2), 'xyz'[draw(3)]!)];
      for (const action of menu) {
        expect(sessionEngine.explain(state, action), `seed ${seed}`).toBeNull();
        expect(sessionEngine.describe(state, action)).not.toMatch(/undefined/);
      }
      const { state: after, events } = sessionEngine.step(state, menu[draw(menu.length)]!);
      state = after;
      expect(sessionEngine.caption(state, events)).not.toMatch(/undefined/);
      expect(brokenInvariant(sessionEngine, state), `seed ${seed}`).toBeNull();
    }
    for (const [from, to] of [
      [0, 1],
      [1, 0],
    ] as const) {
      while (pending(state, from, to).length > 0)
        state = done([{ type: 'deliver', from, to }], state);
    }
    expect(textsIn(state, 0), `seed ${seed}`).toEqual(textsIn(state, 1));
    expect(brokenInvariant(sessionEngine, state)).toBeNull();
  }
});
