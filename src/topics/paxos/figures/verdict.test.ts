import { describe, expect, test } from 'vitest';
import type { CheckRequest } from '../check-service.ts';
import { checkBoard } from '../engine/packed/check.ts';
import { type BoardSize, boardOf } from '../engine/spec/board.ts';
import { apart, verdictOf } from './verdict.ts';

const THREE = { acceptors: 3, values: 2, ballots: 2 };

/** What a reader is told after a search of a board. */
function told(size: BoardSize, request: CheckRequest = {}): string {
  const board = boardOf(size);
  const search = checkBoard(board, request);
  for (;;) {
    const next = search.next();
    if (next.done) return verdictOf({ ...next.value, seconds: 1 }, board);
  }
}

describe('the verdict', () => {
  test('of a fair board names every position and how deep they lie', () => {
    expect(told(THREE)).toBe('All 3,921 positions checked, 16 moves deep: two colours never win.');
  });

  test('of a rule that is off without harm says so', () => {
    expect(told({ ...THREE, broken: 'copy-any' })).toMatch(
      /^All [\d,]+ positions checked, 16 moves deep: two colours never win, although a rule is off\.$/,
    );
  });

  test('of a broken one counts the moves, and a crash apart from them', () => {
    expect(told({ ...THREE, broken: 'skip-phase-1' })).toMatch(
      /^Two colours win after 6 moves, the fewest there can be\. It is loaded below, found among [\d,]+ positions\.$/,
    );
    expect(told({ ...THREE, broken: 'amnesia' })).toMatch(/after 12 moves and a crash, the fewest/);
  });

  test('of quorums that need not meet names two that do not', () => {
    expect(told({ ...THREE, quorum1: 1, quorum2: 2 })).toMatch(
      /after 10 moves, .* R0 can promise, and R1 and R2 vote, without one member in both\.$/,
    );
  });

  test('of a search that stopped says why, and claims no more than it saw', () => {
    const words = told(THREE, { maxStates: 500 });
    expect(words).toMatch(/Until then: [\d,]+ positions, and two colours win in none\.$/);
    expect(words).not.toMatch(/^All/);
  });
});

test('two quorums are apart where they share nobody', () => {
  expect(apart([0b011, 0b101], [0b001, 0b110])).toBeNull();
  expect(apart([0b011, 0b100], [0b111, 0b011])).toEqual([0b100, 0b011]);
  expect(apart([], [0b1])).toBeNull();
});
