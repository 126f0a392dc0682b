import { describe, expect, test } from 'vitest';
import { type AnyFrame, mainRun, unfold } from '../../../lab/timeline.ts';
import { analysisAt } from '../engine/run/outlook.ts';
import { scenarios } from '../scenarios.ts';
import { formalView } from './formal-view.ts';
import type { FlpFrame } from './scheduler-view.ts';

const framesOf = (id: string): readonly AnyFrame[] => {
  const scenario = scenarios.find((s) => s.id === id)!;
  return unfold(scenario, mainRun(scenario));
};
const frameOf = (id: string, index: number) => framesOf(id)[index] as FlpFrame;

describe('a configuration in the words of the paper', () => {
  const frame = frameOf('slow-or-dead', 3);
  const page = formalView(frame, analysisAt(frame.state));

  test('has its event, registers, buffer and valency', () => {
    expect(page.led).toBe('C = e(C′), where e = (p2, ∅)');
    expect(page.processes.map(({ cells }) => cells.slice(0, 2).join(' '))).toEqual([
      '1 b',
      '1 b',
      '1 b',
    ]);
    expect(page.processes.map(({ changed }) => changed)).toEqual([false, false, true]);
    expect(page.buffer).toBe('{(p0, V1)}');
    expect(page.valency).toBe('V(C) = {0, 1}: C is bivalent');
  });

  test('lists all events that can be applied, with what each leaves possible', () => {
    expect(page.next.map(({ name, becomes }) => `${name} ${becomes}`)).toEqual([
      '(p0, V1) V(e(C)) = {1}, sends (p1, D1), (p2, D1)',
      '(p0, ∅) V(e(C)) = {0}, sends (p1, D0), (p2, D0)',
      '(p1, ∅) e(C) = C',
      '(p2, ∅) e(C) = C',
    ]);
  });

  test('lists every configuration that leads here, also those the run did not come through', () => {
    expect(page.cameFrom.length).toBeGreaterThan(1);
    expect(page.cameFrom.every((way) => way.endsWith('V(C′) = {0, 1}'))).toBe(true);
    expect(page.cameFrom.some((way) => way.startsWith('by (p2, ∅)'))).toBe(true);
  });
});

test('equal messages are counted in the buffer, and rounds are those of the run', () => {
  const frame = frameOf('lasso', 9);
  const page = formalView(frame, analysisAt(frame.state));
  expect(page.buffer).toContain('(p2, R2 0) × 2');
  expect(page.cameFrom.some((way) => way.startsWith('by (p2, P1:⊥)'))).toBe(true);
});

test('without an analysis nothing is called known', () => {
  const page = formalView(frameOf('slow-or-dead', 0), null);
  expect(page.valency).toBe('V(C) is not known here');
  expect(page.cameFrom).toEqual([]);
});
