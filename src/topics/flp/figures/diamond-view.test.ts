import { expect, test } from 'vitest';
import { mainRun, openRun, openTimeline, unfold } from '../../../lab/timeline.ts';
import { stepsOf } from '../engine/run/engine.ts';
import { analysisAt } from '../engine/run/outlook.ts';
import { scenarios } from '../scenarios.ts';
import { diamondStart, diamondView, keyOf } from './diamond-view.ts';
import type { FlpFrame } from './scheduler-view.ts';

const named = (id: string) => scenarios.find((s) => s.id === id)!;
const framesOf = (id: string) => unfold(named(id), mainRun(named(id))) as readonly FlpFrame[];

test('the run is cut into pairs of events that commute', () => {
  const frames = framesOf('diamond-commit');
  const starts = frames.map((_, i) => diamondStart(frames, i, null));
  expect(starts).toEqual([0, 0, 0, 3, 4, 4, 4]);
  expect(diamondStart(frames, 2, 2)).toBe(2);
});

test('two votes close a diamond, with the run going down its left side', () => {
  const frames = framesOf('diamond-commit');
  const views = [0, 1, 2].map((i) => diamondView(frames, i, analysisAt(frames[i]!.state))!);
  expect(views.map((v) => v.at)).toEqual(['c', 'left', 'left-end']);
  for (const view of views) {
    expect(view).toMatchObject({
      e: { name: '(p1, ∅)' },
      f: { name: '(p2, ∅)' },
      apart: true,
      closes: true,
    });
    expect(view.ends).toHaveLength(1);
  }
});

test('the other order is the other side of the same diamond', () => {
  const scenario = named('diamond-commit');
  const timeline = openRun(openTimeline(scenario), {
    ...mainRun(scenario),
    deviations: [{ at: 0, action: { type: 'step', p: 2, message: null } }],
  });
  const frames = timeline.branches.at(-1)!.frames as readonly FlpFrame[];
  const view = diamondView(frames, 1, null, ['1 null ', '2 null '], 0)!;
  expect(view).toMatchObject({ at: 'right', e: { name: '(p1, ∅)' }, closes: true });
});

test('two events of p0 at the critical configuration do not close', () => {
  const frames = framesOf('diamond-commit');
  const view = diamondView(frames, 3, analysisAt(frames[3]!.state))!;
  expect(view).toMatchObject({ apart: false, closes: false });
  expect(view.ends.map((end) => end.label)).toEqual(['one', 'zero']);
});

test.each(['diamond-commit', 'diamond-rounds', 'wait-all', 'disagree'])(
  '%s: every two events at different processes close, at every frame',
  (id) => {
    const frames = framesOf(id);
    for (const [i, { state }] of frames.entries()) {
      const all = state.stopped.flatMap((stopped, p) => (stopped ? [] : stepsOf(state, p)));
      for (const e of all) {
        for (const f of all) {
          if (e.p === f.p) continue;
          const view = diamondView(frames, i, null, [keyOf(e), keyOf(f)], i)!;
          expect(view, `${id} ${i} ${keyOf(e)} ${keyOf(f)}`).toMatchObject({
            apart: true,
            closes: true,
          });
        }
      }
    }
  },
);
