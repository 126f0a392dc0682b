import { expect, test } from 'vitest';
import { mainRun, unfold } from '../../../lab/timeline.ts';
import { detour } from '../engine/lemma3.ts';
import { afterAction } from '../engine/run/actions.ts';
import { analysisAt, labelAt } from '../engine/run/outlook.ts';
import { nodeAt } from '../engine/run/places.ts';
import { scenarios } from '../scenarios.ts';
import { hookIn, keptOpen, lensLayers, pathTo } from './lens-layers.ts';
import { lensLayout } from './lens-layout.ts';
import { lensView } from './lens-view.ts';
import type { FlpFrame } from './scheduler-view.ts';

const framesOf = (id: string) => {
  const scenario = scenarios.find((s) => s.id === id)!;
  return unfold(scenario, mainRun(scenario)) as readonly FlpFrame[];
};
const viewsOf = (frames: readonly FlpFrame[]) =>
  frames.map((f, i) => lensView(frames, i, analysisAt(f.state)));

test('majority rounds: three events have to come before e, and the run takes them', () => {
  const frames = framesOf('lens-rounds');
  const views = viewsOf(frames);
  expect(views.slice(3, 7).map((v) => v.actions.length - 1)).toEqual([3, 2, 1, 0]);
  expect(views[3]!.actions).toEqual(frames.slice(4).map((f) => f.action));
  const end = views[3]!.actions.reduce(afterAction, frames[3]!.state);
  expect(labelAt(analysisAt(end), end)).toBe('bivalent');
});

test.each(['lens-rounds', 'coin-lasso'])(
  '%s: what is played from any pair leads to the label that is drawn',
  (id) => {
    const frames = framesOf(id);
    const { state } = frames[3]!;
    const analysis = analysisAt(state);
    const { drawn } = lensView(frames, 3, analysis);
    for (const pair of drawn!.layers.slice(0, 4).flat()) {
      const view = lensView(frames, 3, analysis, null, pair.id);
      const end = view.actions.reduce(afterAction, state);
      expect(labelAt(analysis, end), String(pair.id)).toBe(pair.endLabel);
    }
  },
);

test('two-phase commit: no member of D is open at the critical configuration, and p0 is to blame', () => {
  const frames = framesOf('lens-commit');
  const { e, hook, path, blocks } = lensView(frames, 3, analysisAt(frames[3]!.state));
  expect(e!.name).toBe('(p0, V1)');
  expect(path).toEqual([]);
  expect(hook!.map((pair) => pair.endLabel).sort()).toEqual(['one', 'zero']);
  expect(JSON.stringify(blocks)).toContain('the protocol does not put up with p0 stopping');
});

test('the nearest open pair is as far as the detour, in every open configuration of a small protocol', () => {
  const [frame] = framesOf('lens-commit');
  const analysis = analysisAt(frame!.state);
  for (let node = 0; node < analysis.graph.keys.length; node += 1) {
    if (analysis.values[node] !== 3) continue;
    for (const event of [0, 1, 2]) {
      const layers = lensLayers(analysis, node, event);
      const kept = keptOpen(layers);
      const way = detour(analysis, node, event);
      expect(kept && pathTo(layers, kept.id).length - 1).toBe(way?.before.length);
      if (!kept) expect(hookIn(layers)).not.toBe(null);
    }
  }
});

test.each([240, 358, 660])('at %i px nothing is drawn beyond its sheet', (width) => {
  for (const id of ['lens-rounds', 'lens-commit']) {
    const frames = framesOf(id);
    for (const [i, { state }] of frames.entries()) {
      const analysis = analysisAt(state);
      const place = lensLayout(lensView(frames, i, analysis), analysis, width, width < 560);
      for (const dot of place.without.dots) {
        expect(dot.x).toBeLessThan(place.width - 60);
        expect(dot.y).toBeLessThan(place.height - 12);
      }
    }
  }
});

test('a settled configuration leaves nothing to keep open', () => {
  const frames = framesOf('lens-commit');
  const { state } = frames.at(-1)!;
  expect(nodeAt(analysisAt(state), state)).toBeGreaterThan(0);
  const [title] = lensView(frames, 4, analysisAt(state)).blocks;
  expect(title).toMatchObject({ text: 'Nothing to keep open', label: 'one' });
});
