import { describe, expect, test } from 'vitest';
import { simCourse } from './course.ts';
import { simEngine } from './engine.ts';
import * as drafts from './scenarios-draft.ts';
import type { SimEvent, SimState } from './types.ts';

interface Played {
  readonly state: SimState;
  readonly events: readonly SimEvent[];
}

function play({ config, seed, limit }: drafts.SimDraft): Played[] {
  const frames: Played[] = [{ state: simEngine.init(config, seed), events: [] }];
  while (frames.length < limit) {
    const { state } = frames.at(-1)!;
    const action = simCourse(state);
    if (action === null) break;
    expect(simEngine.explain(state, action)).toBeNull();
    frames.push(simEngine.step(state, action));
  }
  return frames;
}

const named = Object.entries(drafts).filter((each): each is [string, drafts.SimDraft] => {
  return typeof each[1] === 'object';
});

describe.each(named)('%s', (_name, draft) => {
  const frames = play(draft);

  test('keeps every invariant in every frame', () => {
    for (const { state } of frames)
      for (const [name, holds] of Object.entries(simEngine.invariants))
        expect(holds(state), name).toBeNull();
  });

  test('says what happened in plain sentences', () => {
    for (const { state, events } of frames) {
      const caption = simEngine.caption(state, events);
      expect(caption).toMatch(/^[A-Z0-9].*\.$/s);
      expect(caption).not.toMatch(/undefined|null|NaN|!/);
      for (const action of simEngine.enabled(state))
        expect(simEngine.describe(state, action)).toMatch(/^[A-Z]/);
    }
  });

  test('is plain data, and the same again for the same seed', () => {
    const last = frames.at(-1)!.state;
    expect(JSON.parse(JSON.stringify(last))).toEqual(last);
    expect(play(draft).at(-1)!.state).toEqual(last);
  });
});
