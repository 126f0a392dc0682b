import { expect, test } from 'vitest';
import { exploreAll } from '../../../../lab/explore.ts';
import { quorumsOfSize } from '../spec/board.ts';
import { canonical, PUBLISHED, simplifiedEngine } from './simplified.ts';

test('all counts of the published run, up to the symmetry of members and values', () => {
  const { levels: _, ...found } = exploreAll(simplifiedEngine, PUBLISHED, 0, {
    identify: canonical,
  });
  expect(found).toEqual({
    distinct: 25_617,
    generated: 320_053,
    // TLC counts levels, the initial one included, and says 22.
    depth: 21,
    complete: true,
    stopped: null,
    violation: null,
  });
});

test('fast quorums of two in four are too small', () => {
  const board = {
    ...PUBLISHED,
    values: 2,
    ballots: 2,
    fast: [0],
    fastQuorums: quorumsOfSize(4, 2),
  };
  const { violation } = exploreAll(simplifiedEngine, board, 0, { identify: canonical });
  expect(violation?.invariant).toBe('what can be decided is one value');
  expect(violation?.actions).toHaveLength(5);
});

test('a step that is not enabled is refused', () => {
  const state = simplifiedEngine.init(PUBLISHED, 0);
  const action = { ...simplifiedEngine.enabled(state)[0]!, ballot: 1 };
  expect(simplifiedEngine.explain(state, action)).toBe('That step is not enabled.');
});
