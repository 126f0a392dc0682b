import { describe, expect, test } from 'vitest';
import { topics } from '../topics.ts';
import { ready } from './engine.ts';
import { pngSizeOf, posterFrames } from './posters.ts';
import { mainRun, unfold } from './timeline.ts';

async function runOf(topic: string, id: string) {
  const plain = topics.find((t) => t.id === topic)!.scenarios.find((s) => s.id === id)!;
  const scenario = await ready(plain);
  return { scenario, frames: unfold(scenario, mainRun(scenario)) };
}

describe('frames that are drawn as files', () => {
  test('are the first, the last and those with a label', async () => {
    const { scenario, frames } = await runOf('nat', 'two-cones');
    const named = posterFrames(scenario, frames);
    expect(named.frames).toMatchObject({ first: 0, last: frames.length - 1 });
    expect(Object.keys(named.frames)).toEqual(expect.arrayContaining(Object.keys(scenario.labels)));
    expect(named.poster).toBe(scenario.poster);
  });

  test('and the poster, under its number where it has no other name', async () => {
    const { scenario, frames } = await runOf('lsm', 'zipf-like');
    const at = (poster: number | string) => posterFrames({ ...scenario, poster }, frames);
    expect(at(100)).toMatchObject({ poster: '100', frames: { 100: 100 } });
    expect(at(0).poster).toBe('first');
    expect(at(frames.length - 1).poster).toBe('last');
    expect(Object.keys(at(0).frames)).not.toContain('0');
    expect(() => at('nowhere')).toThrow('no frame is called “nowhere”');
    expect(() => at(frames.length)).toThrow('no frame is called');
  });
});

test('a PNG has the shape of its SVG', () => {
  expect(pngSizeOf('<svg viewBox="-28 -28 960 540.4">')).toEqual({ width: 1920, height: 1081 });
  expect(() => pngSizeOf('<svg width="3">')).toThrow('no viewBox');
});
