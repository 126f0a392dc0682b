import { describe, expect, test } from 'vitest';
import { brokenInvariant, ready } from '../../lab/engine.ts';
import { decodeRun, encodeRun } from '../../lab/link.ts';
import { fork, labelFrames, mainRun, openTimeline, unfold } from '../../lab/timeline.ts';
import { scenarios } from './scenarios.ts';

describe.each(scenarios.map((s) => [s.id, s] as const))('%s', (_id, plain) => {
  test('has every label it names, and its poster', async () => {
    const scenario = await ready(plain);
    const frames = unfold(scenario, mainRun(scenario));
    const labels = labelFrames(scenario, frames);
    // A replay's labels are offered to any store; a sample need not disagree.
    const named = Object.keys(scenario.labels).filter((l) => l !== 'first-disagreement');
    expect(Object.keys(labels)).toEqual(expect.arrayContaining(named));
    const poster = typeof scenario.poster === 'number' ? scenario.poster : labels[scenario.poster];
    expect(frames[poster!]).toBeDefined();
    expect(frames.length).toBeGreaterThan(10);
  });

  test('keeps its promises in every frame, unless a rule of it is broken', async () => {
    const scenario = await ready(plain);
    if (scenario.id === 'resurrected') return;
    for (const { state } of unfold(scenario, mainRun(scenario))) {
      expect(brokenInvariant(scenario.engine, state)).toBeNull();
    }
  });

  test('says something plain in every frame, and in every what-if of its middle', async () => {
    const scenario = await ready(plain);
    const timeline = openTimeline(scenario);
    const { frames } = timeline.branches[0]!;
    for (const { state, events } of frames) {
      expect(scenario.engine.caption(state, events)).toMatch(/^[A-Z0-9].*\.$/s);
    }
    const middle = Math.floor(frames.length / 2);
    const { state } = frames[middle]!;
    for (const action of scenario.engine.enabled(state)) {
      expect(scenario.engine.describe(state, action)).toMatch(/^[A-Z]/);
      const forked = fork(timeline, 0, middle, action).branches.at(-1)!;
      expect(await decodeRun(scenario, encodeRun(forked.run))).toEqual(forked.run);
      expect(forked.frames.length).toBeGreaterThan(middle + 1);
    }
  });

  test('asks questions whose answer is among the choices', async () => {
    const scenario = await ready(plain);
    const frames = unfold(scenario, mainRun(scenario));
    const labels = labelFrames(scenario, frames);
    for (const question of Object.values(scenario.questions ?? {})) {
      const choices = question.choices(frames[labels[question.at]!]!);
      expect(new Set(choices).size).toBe(choices.length);
      expect(choices).toContain(question.answer(frames[labels[question.reveal]!]!));
    }
  });
});

test('ids are unique, and the followed key is written to tables four times', async () => {
  expect(new Set(scenarios.map((s) => s.id)).size).toBe(scenarios.length);
  const uniform = scenarios.find((s) => s.id === 'uniform')!;
  const labels = labelFrames(uniform, unfold(uniform, mainRun(uniform)));
  const life = ['key-put', 'key-flushed', 'key-in-level-1', 'key-in-level-2', 'key-rewritten'];
  const at = life.map((label) => labels[label]!);
  expect(at).toEqual(at.toSorted((a, b) => a - b));
});
