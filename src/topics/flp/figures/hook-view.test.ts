import { expect, test } from 'vitest';
import { mainRun, openRun, openTimeline, unfold } from '../../../lab/timeline.ts';
import { afterAction } from '../engine/run/actions.ts';
import { analysisAt } from '../engine/run/outlook.ts';
import { scenarios } from '../scenarios.ts';
import { hookView } from './hook-view.ts';
import type { FlpFrame } from './scheduler-view.ts';

const framesOf = (id: string) => {
  const scenario = scenarios.find((s) => s.id === id)!;
  return unfold(scenario, mainRun(scenario)) as readonly FlpFrame[];
};
const viewsOf = (frames: readonly FlpFrame[]) =>
  frames.map((f, i) => hookView(frames, i, analysisAt(f.state))!);

test.each([
  ['hook-commit', '(p0, V1)', '(p0, ∅)'],
  ['hook-paxos', '(p0, 1a2)', '(p0, 1b1)'],
] as const)('%s comes to its hook, both of whose events are p0’s', (id, e, other) => {
  const frames = framesOf(id);
  const views = viewsOf(frames);
  expect(views.map((v) => v.stand)).toEqual([
    ...Array(3).fill('ahead'),
    'here',
    ...Array(frames.length - 4).fill('stopped'),
  ]);
  const { hook } = views[3]!;
  expect(hook).toMatchObject({ p: 0, e, other, at: 'c0', c0: { label: 'bivalent' } });
  expect(new Set([hook!.d0.label, hook!.d1.label])).toEqual(new Set(['zero', 'one']));
});

test('the way that is offered leads to a hook, from every frame before it', () => {
  const frames = framesOf('hook-commit');
  for (const [i, frame] of frames.slice(0, 3).entries()) {
    const { way } = hookView(frames, i, analysisAt(frame.state))!;
    expect(way).toHaveLength(3 - i);
    const there = { ...frame, state: way.reduce(afterAction, frame.state), index: 0 };
    expect(hookView([there], 0, analysisAt(frame.state))!.stand).toBe('here');
  }
});

test.each(['hook-commit', 'hook-paxos'])(
  '%s: with p0 stopped, nothing that the others do decides',
  (id) => {
    const [last] = viewsOf(framesOf(id)).slice(-1);
    const texts = last!.blocks.flatMap((b) => ('text' in b ? [b.text] : []));
    expect(texts).toContain('What is left without p0');
    expect(texts.join(' ')).toContain(
      'They can come to no other configuration than this one, and nobody has decided.',
    );
  },
);

test('after e the hook is behind the run, which stands at e(C)', () => {
  const scenario = scenarios.find((s) => s.id === 'hook-commit')!;
  const timeline = openRun(openTimeline(scenario), {
    ...mainRun(scenario),
    deviations: [{ at: 3, action: { type: 'step', p: 0, message: 'V1' } }],
  });
  const frames = timeline.branches.at(-1)!.frames as readonly FlpFrame[];
  const view = hookView(frames, 4, analysisAt(frames[4]!.state))!;
  expect(view).toMatchObject({ stand: 'past', hook: { at: 'd0' } });
});

test('majority rounds have no hook at all', () => {
  const [frame] = framesOf('lasso');
  expect(hookView([frame!], 0, analysisAt(frame!.state))).toMatchObject({
    stand: 'none',
    hook: null,
  });
});
