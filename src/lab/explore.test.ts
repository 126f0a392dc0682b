import { describe, expect, test } from 'vitest';
import { explore, exploreAll } from './explore.ts';
import { jugsEngine } from './testing/jugs.ts';

const free = { ...jugsEngine, invariants: {} };

describe('explore', () => {
  test('counts the jugs as TLC does: 97 generated, 16 distinct', () => {
    const result = exploreAll(free, { forbidden: null }, 1);
    expect(result).toMatchObject({ generated: 97, distinct: 16, complete: true, violation: null });
    expect(result.levels.reduce((a, b) => a + b, 0)).toBe(16);
    expect(result.levels.length - 1).toBe(result.depth);
  });

  test('finds the six moves that put four units in the large jug, and no fewer', () => {
    const { violation } = exploreAll(jugsEngine, { forbidden: 4 }, 1);
    expect(violation?.invariant).toBe('not four');
    expect(violation?.actions).toHaveLength(6);
    let state = jugsEngine.init({ forbidden: 4 }, 1);
    for (const action of violation!.actions) state = jugsEngine.step(state, action).state;
    expect(state.large).toBe(4);
  });

  test('an initial state that breaks an invariant is a counterexample of no moves', () => {
    const broken = { ...jugsEngine, invariants: { never: () => 'always broken' } };
    expect(exploreAll(broken, { forbidden: null }, 1).violation?.actions).toEqual([]);
  });

  test.each([
    [{ maxStates: 5 }, 'limit of 5 states'],
    [{ maxBytes: 200 }, 'MiB of memory'],
    [{ maxDepth: 2 }, 'no deeper than 2'],
  ])('says in words which limit ended it: %o', (options, words) => {
    const result = exploreAll(free, { forbidden: null }, 1, options);
    expect(result.complete).toBe(false);
    expect(result.stopped).toContain(words);
  });

  test('reports between slices, so that a caller can stop it', () => {
    const search = explore(free, { forbidden: null }, 1, { slice: 4 });
    const first = search.next();
    expect(first.done).toBe(false);
    expect(first.value).toMatchObject({ depth: expect.any(Number) });
  });

  test('an identity that ignores a variable merges the states that differ in it', () => {
    const result = exploreAll(free, { forbidden: null }, 1, {
      identify: (s) => `${s.small + s.large}`,
    });
    expect(result.distinct).toBeLessThan(16);
  });
});
