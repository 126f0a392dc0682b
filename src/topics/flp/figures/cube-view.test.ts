import { expect, test } from 'vitest';
import { mainRun, unfold } from '../../../lab/timeline.ts';
import { type Analysis, analyse } from '../engine/analysis.ts';
import { allInputs, graphOf } from '../engine/graph.ts';
import type { Choice } from '../engine/protocols/index.ts';
import { afterAction, asAction } from '../engine/run/actions.ts';
import { leftFromStart } from '../engine/run/left-over.ts';
import { protocolFor } from '../engine/run/rules.ts';
import { scenarios } from '../scenarios.ts';
import { cubeLayout, PLATE } from './cube-layout.ts';
import { cubeView } from './cube-view.ts';
import type { FlpFrame } from './scheduler-view.ts';

const known = new Map<string, Analysis>();
function knownCube(choice: Choice): Analysis {
  const found = known.get(choice.name) ?? analyse(graphOf(protocolFor(choice)));
  known.set(choice.name, found);
  return found;
}
const framesOf = (id: string) => {
  const scenario = scenarios.find((s) => s.id === id)!;
  return unfold(scenario, mainRun(scenario)) as readonly FlpFrame[];
};
const viewsOf = (id: string) => {
  const frames = framesOf(id);
  const analysis = knownCube(frames[0]!.state.config.protocol);
  return frames.map((_, i) => cubeView(frames, i, analysis));
};
const CUBES = ['cube-commit', 'cube-wait', 'cube-rounds', 'cube-majority'];

test.each([
  ['cube-commit', '111', 0],
  ['cube-wait', '', 3],
  ['cube-rounds', '001 010 100', 0],
  ['cube-majority', '011 101 110', 0],
])('%s: open corners %s, %i sides between a 0 and a 1', (id, open, split) => {
  const [view] = viewsOf(id);
  const names = view!.corners.filter((c) => c.label === 'bivalent').map((c) => c.name);
  expect(names.join(' ')).toBe(open);
  expect(view!.sides.filter((side) => side.split)).toHaveLength(split);
  expect(view!.sides).toHaveLength(12);
});

test.each(CUBES)('%s: the run goes along sides, and then as its rungs say', (id) => {
  const frames = framesOf(id);
  const views = viewsOf(id);
  for (const [i, view] of views.entries()) {
    const next = frames[i + 1]?.action;
    if (next?.type === 'set-up') expect(view.there).toBe(next.inputs.join(''));
    else expect(view.actions[0]).toEqual(next ?? undefined);
    if (next?.type !== 'set-up') expect(view.rungs.some((rung) => rung.current)).toBe(true);
  }
  expect(views.at(-1)!.actions).toEqual([]);
});

test.each(CUBES)('%s: without p, both ends of every side come to the same', (id) => {
  const [{ state }] = framesOf(id) as [FlpFrame];
  const { protocol } = state.config;
  const frameAt = (inputs: readonly (0 | 1)[]) => [
    { ...framesOf(id)[0]!, state: afterAction(state, { type: 'set-up', inputs }) },
  ];
  const analysis = knownCube(protocol);
  for (const inputs of allInputs(3)) {
    for (const p of [0, 1, 2]) {
      const view = cubeView(frameAt(inputs), 0, analysis, p);
      for (const rung of view.rungs) expect(rung.here).toBe(rung.there);
      const { way } = leftFromStart(protocol, inputs, p);
      expect(view.value === null).toBe(way === null);
      // The argument of Lemma 2: the same events, the same decision, at the other end.
      const twin = afterAction(state, { type: 'set-up', inputs: view.twin });
      const end = (way ?? []).map(asAction).reduce(afterAction, twin);
      const outputs = new Set(end.locals.map((local) => local.output));
      if (view.value !== null) expect(outputs.has(view.value)).toBe(true);
      const split = view.sides.find((side) => side.chosen)!.split;
      if (split) expect(view.value).toBe(null);
    }
  }
});

test.each([240, 288, 410])(
  'at %i px every corner is within the picture, and none on another',
  (width) => {
    for (const id of CUBES) {
      const [view] = viewsOf(id);
      const { corners } = cubeLayout(view!, width);
      for (const [i, a] of corners.entries()) {
        expect(a.x - PLATE.width / 2).toBeGreaterThanOrEqual(0);
        expect(a.x + PLATE.width / 2).toBeLessThanOrEqual(width);
        for (const b of corners.slice(i + 1)) {
          const apart =
            Math.abs(a.x - b.x) >= PLATE.width || Math.abs(a.y - b.y) >= PLATE.height + 8;
          expect(apart, `${id} ${width}`).toBe(true);
        }
      }
    }
  },
);
