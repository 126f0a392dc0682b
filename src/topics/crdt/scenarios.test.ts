import { expect, test } from 'vitest';
import { brokenInvariant } from '../../lab/engine.ts';
import { labelFrames, mainRun, unfold } from '../../lab/timeline.ts';
import { textOf } from './engine/algorithm.ts';
import { PRESETS } from './engine/presets.ts';
import { sessionEngine } from './engine/session/engine.ts';
import { copyOf } from './engine/session/places.ts';
import { worstBy } from './figures/strips-view.ts';
import { scenarios } from './scenarios.ts';
import type { SessionFrame } from './told.ts';

const sessions = scenarios.filter(({ engine }) => engine === sessionEngine);

function play(id: string): readonly SessionFrame[] {
  const scenario = scenarios.find((s) => s.id === id)!;
  return unfold(scenario, mainRun(scenario)) as readonly SessionFrame[];
}

test.each(sessions.map(({ id }) => id))('%s is played to its end, and has all its labels', (id) => {
  const scenario = scenarios.find((s) => s.id === id)!;
  const frames = play(id);
  expect(Object.keys(labelFrames(scenario, frames))).toEqual(Object.keys(scenario.labels));
  for (const { state } of frames) expect(brokenInvariant(sessionEngine, state)).toBeNull();
  for (const question of Object.values(scenario.questions ?? {})) {
    const labels = labelFrames(scenario, frames);
    const answer = question.answer(frames[labels[question.reveal]!]!);
    expect(question.choices(frames[labels[question.at]!]!)).toContain(answer);
  }
});

/** A scenario of the page tells the same story as the preset of the table. */
test.each([
  ['forward', 'forward'],
  ['backward', 'backward'],
  ['backward-swapped', 'backward-swapped'],
  ['shopping-lists', 'prepended-lists'],
  ['laptop-and-phone', 'laptop-and-phone'],
  ['figure-6', 'figure-6-words'],
  ['figure-7', 'figure-7'],
  ['figure-7-words', 'figure-7-words'],
])('%s ends as the preset %s', (id, preset) => {
  const { state } = play(id).at(-1)!;
  const { texts } = PRESETS.find((p) => p.id === preset)!;
  for (const author of state.config.authors.keys()) {
    const found = state.networks.map((_, i) => textOf(copyOf(state, i, author).doc));
    const ct = texts['causal-tree'];
    expect(found).toEqual([ct, texts.fugue, texts['fugue-max'], texts.yata, ct]);
  }
});

test('what FugueMax keeps together, Fugue tears apart once on the way, and by the end', () => {
  const frames = play('figure-7');
  expect(worstBy(frames, frames.length - 1)).toEqual([0, 1, 0, 1, 0]);
  expect(worstBy(frames, 0)).toEqual([0, 0, 0, 0, 0]);
});

test('a deletion keeps a clock ahead, and then even a causal tree keeps the words whole', () => {
  const { state } = play('skewed-clocks').at(-1)!;
  const texts = state.networks.map((_, i) => textOf(copyOf(state, i, 0).doc));
  expect(new Set(texts)).toEqual(new Set(['breadcakes']));
});

test('a word typed forwards goes into the middle of one typed backwards, in a causal tree alone', () => {
  const { state } = play('mixed').at(-1)!;
  const texts = state.networks.map((_, i) => textOf(copyOf(state, i, 0).doc));
  expect(texts).toEqual(['breacakesd', ...Array(3).fill('breadcakes'), 'breacakesd']);
});
