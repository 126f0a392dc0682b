import { describe, expect, test } from 'vitest';
import { brokenInvariant } from '../../lab/engine.ts';
import { labelFrames, mainRun, unfold } from '../../lab/timeline.ts';
import { scenarios } from './scenarios.ts';

describe.each(scenarios.map((s) => [s.id, s] as const))('%s', (_, scenario) => {
  const frames = unfold(scenario, mainRun(scenario));

  test('finds a frame for each label', () => {
    expect(Object.keys(labelFrames(scenario, frames))).toEqual(Object.keys(scenario.labels));
  });

  test('keeps every promise, unless it is there to show two winners', () => {
    const broken = frames.findIndex((f) => brokenInvariant(scenario.engine, f.state) !== null);
    if (broken >= 0) expect(scenario.labels).toHaveProperty('two-winners');
  });

  test('has a caption of one to four sentences for each frame', () => {
    for (const frame of frames) {
      const caption: string = scenario.engine.caption(frame.state, frame.events);
      expect(caption).toMatch(/^[A-Z].*\.$/);
      expect(caption).not.toMatch(/undefined|NaN|null|-1/);
    }
  });
});
