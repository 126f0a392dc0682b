import { expect, test } from 'vitest';
import { type BoardSize, boardOf } from '../spec/board.ts';
import { estimate } from './estimate.ts';
import { packedSearch } from './search.ts';

function count(size: BoardSize, symmetry = false): number {
  const work = packedSearch(boardOf(size), { agreement: false, symmetry });
  for (;;) {
    const next = work.next();
    if (next.done) return next.value.distinct;
  }
}

test.each<BoardSize>([
  { acceptors: 3, values: 2, ballots: 1 },
  { acceptors: 3, values: 2, ballots: 2 },
  { acceptors: 3, values: 2, ballots: 3 },
  { acceptors: 3, values: 3, ballots: 3 },
  { acceptors: 2, values: 3, ballots: 4 },
  { acceptors: 4, values: 2, ballots: 2 },
  { acceptors: 5, values: 1, ballots: 2 },
  { acceptors: 3, values: 2, ballots: 2, quorum1: 1, quorum2: 3 },
  { acceptors: 3, values: 2, ballots: 2, broken: 'skip-phase-1' },
  { acceptors: 3, values: 2, ballots: 3, broken: 'ignore-votes' },
  { acceptors: 3, values: 2, ballots: 3, broken: 'omit-votes' },
  { acceptors: 3, values: 2, ballots: 3, broken: 'copy-any' },
])('within a tenth of the true number: %o', (size) => {
  const { states } = estimate(boardOf(size));
  const truth = count(size);
  expect(states).toBeGreaterThan(truth * 0.9);
  expect(states).toBeLessThan(truth * 1.1);
});

test('four ballots: 8,220,065', () => {
  const { states, bytes } = estimate(boardOf({ acceptors: 3, values: 2, ballots: 4 }));
  expect(states).toBeGreaterThan(7_400_000);
  expect(states).toBeLessThan(9_000_000);
  expect(bytes).toBeGreaterThan(150e6);
  expect(bytes).toBeLessThan(350e6);
});

test.each<BoardSize>([
  { acceptors: 3, values: 2, ballots: 2, broken: 'equivocate' },
  { acceptors: 3, values: 2, ballots: 2, broken: 'break-promise' },
  { acceptors: 2, values: 2, ballots: 3, broken: 'break-promise' },
  { acceptors: 2, values: 1, ballots: 3, broken: 'amnesia' },
])('within an order of magnitude where what is known is stored: %o', (size) => {
  const { states } = estimate(boardOf(size));
  const truth = count(size);
  expect(states).toBeGreaterThan(truth / 10);
  expect(states).toBeLessThan(truth * 10);
});

test('with symmetry a little too few', () => {
  const board = { acceptors: 3, values: 2, ballots: 3 };
  const { states } = estimate(boardOf(board), { symmetry: true });
  const truth = count(board, true);
  expect(states).toBeGreaterThan(truth * 0.7);
  expect(states).toBeLessThan(truth * 1.05);
});

test('boards that nobody could search are told at once', () => {
  const { states } = estimate(boardOf({ acceptors: 7, values: 3, ballots: 5 }));
  expect(states).toBeGreaterThan(1e18);
  expect(estimate(boardOf({ acceptors: 9, values: 5, ballots: 16 })).states).toBeGreaterThan(1e50);
});
