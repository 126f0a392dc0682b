import { describe, expect, test } from 'vitest';
import { brokenInvariant } from '../../lab/engine.ts';
import { decodeRun, encodeRun } from '../../lab/link.ts';
import { fork, labelFrames, mainRun, openTimeline, unfold } from '../../lab/timeline.ts';
import { fastScenarios } from './fast-scenarios.ts';

describe.each(fastScenarios.map((s) => [s.id, s] as const))('%s', (id, scenario) => {
  const frames = unfold(scenario, mainRun(scenario));
  const labels = labelFrames(scenario, frames);

  test('has every label it names, its poster, and words for every frame', () => {
    expect(Object.keys(labels)).toEqual(Object.keys(scenario.labels));
    expect(labels[scenario.poster]).toBeDefined();
    for (const { state, events } of frames) {
      expect(scenario.engine.caption(state, events)).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('keeps its promises, unless its quorums are too small', () => {
    const broken = frames.filter(({ state }) => brokenInvariant(scenario.engine, state) !== null);
    const expected = id === 'fast-small-quorum' ? [labels['two-winners']] : [];
    expect(broken.map((frame) => frame.index)).toEqual(expected);
  });

  test('a what-if goes on, and travels in a link', async () => {
    const timeline = openTimeline(scenario);
    const middle = Math.floor(frames.length / 2);
    for (const action of scenario.engine.enabled(frames[middle]!.state)) {
      const forked = fork(timeline, 0, middle, action).branches.at(-1)!;
      expect(await decodeRun(scenario, encodeRun(forked.run))).toEqual(forked.run);
      expect(forked.frames.length).toBeGreaterThan(middle + 1);
      expect(forked.frames.length).toBeLessThan(scenario.limit);
    }
  });

  test('asks questions whose answer is among the choices', () => {
    for (const question of Object.values(scenario.questions ?? {})) {
      const choices = question.choices(frames[labels[question.at]!]!);
      expect(choices).toContain(question.answer(frames[labels[question.reveal]!]!));
    }
  });
});
