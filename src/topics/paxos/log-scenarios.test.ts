import { describe, expect, test } from 'vitest';
import { brokenInvariant } from '../../lab/engine.ts';
import { decodeRun, encodeRun } from '../../lab/link.ts';
import { fork, labelFrames, mainRun, openTimeline, unfold } from '../../lab/timeline.ts';
import { logScenarios } from './log-scenarios.ts';

describe.each(logScenarios.map((s) => [s.id, s] as const))('%s', (_id, scenario) => {
  const frames = unfold(scenario, mainRun(scenario));
  const labels = labelFrames(scenario, frames);

  test('has every label it names, its poster and its promises', () => {
    expect(Object.keys(labels)).toEqual(Object.keys(scenario.labels));
    expect(labels[scenario.poster]).toBeDefined();
    for (const { state, events } of frames) {
      expect(brokenInvariant(scenario.engine, state)).toBeNull();
      expect(scenario.engine.caption(state, events)).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('a what-if at any frame goes on, and travels in a link', async () => {
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

test('the log in the end: what was lost comes after the gap, and everyone has the same', () => {
  const frames = unfold(logScenarios[0]!, mainRun(logScenarios[0]!));
  for (const member of frames.at(-1)!.state.members) {
    expect(member.known).toEqual(['x=1', 'y=2', 'no-op', 'x=4', 'y=5', 'z=3', 'z=6']);
  }
});
