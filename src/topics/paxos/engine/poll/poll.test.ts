import { expect, test } from 'vitest';
import { exploreAll } from '../../../../lab/explore.ts';
import { NONE } from '../spec/types.ts';
import { openValues, pollEngine, winnerOf } from './poll.ts';

test('every way to vote is safe: one vote each, 4 to the power of 5 states', () => {
  const found = exploreAll(pollEngine, { members: 5, values: 3 }, 1);
  expect(found).toMatchObject({ distinct: 1024, violation: null, complete: true });
});

test('an even split of four is stuck only by the fifth vote', () => {
  let state = pollEngine.init({ members: 5, values: 3 }, 1);
  for (const [member, value] of [2, 1, 2, 1].entries()) {
    state = pollEngine.step(state, { type: 'cast', member, value }).state;
  }
  expect(openValues(state)).toEqual([1, 2]);
  const green = pollEngine.step(state, { type: 'cast', member: 4, value: 0 });
  expect(green.events.map((e) => e.kind)).toEqual(['cast', 'stuck']);
  expect(winnerOf(green.state)).toBe(NONE);
  expect(pollEngine.explain(green.state, { type: 'cast', member: 4, value: 1 })).toMatch(
    'R4 has voted green',
  );
});

test('with an even number of members half is no majority', () => {
  let state = pollEngine.init({ members: 4, values: 2 }, 1);
  for (const [member, value] of [0, 0, 1, 1].entries()) {
    state = pollEngine.step(state, { type: 'cast', member, value }).state;
  }
  expect(winnerOf(state)).toBe(NONE);
  expect(openValues(state)).toEqual([]);
});
