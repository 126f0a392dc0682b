import { describe, expect, test } from 'vitest';
import { brokenInvariant } from '../../lab/engine.ts';
import { labelFrames, mainRun, unfold } from '../../lab/timeline.ts';
import type { Board } from './engine/spec/types.ts';
import { apart } from './figures/verdict.ts';
import { scenarios } from './scenarios.ts';

/** A rule is off, or two quorums need not meet. */
function isUnsafe(config: { board?: Board }): boolean {
  const { board } = config;
  return (
    board !== undefined && (board.broken !== null || apart(board.quorums1, board.quorums2) !== null)
  );
}

describe.each(scenarios.map((s) => [s.id, s] as const))('%s', (_, scenario) => {
  const frames = unfold(scenario, mainRun(scenario));

  test('finds a frame for each label', () => {
    expect(Object.keys(labelFrames(scenario, frames))).toEqual(Object.keys(scenario.labels));
  });

  test('keeps every promise until a rule that is off breaks one', () => {
    const broken = frames.findIndex((f) => brokenInvariant(scenario.engine, f.state) !== null);
    if (broken >= 0) expect(isUnsafe(scenario.config)).toBe(true);
  });

  test('has a caption of one to four sentences for each frame', () => {
    for (const frame of frames) {
      const caption: string = scenario.engine.caption(frame.state, frame.events);
      expect(caption).toMatch(/^[A-Z].*\.$/);
      expect(caption).not.toMatch(/undefined|NaN|null|-1/);
    }
  });
});
