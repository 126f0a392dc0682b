import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExploreOptions, exploreAll } from '../../../../lab/explore.ts';
import { type BoardSize, boardOf } from '../spec/board.ts';
import { disagreement } from '../spec/invariants.ts';
import { identify, specEngine } from '../spec/paxos.ts';
import type { Board, SpecState } from '../spec/types.ts';
import { type CheckOptions, type CheckResult, packedForm, packedSearch } from './search.ts';
import { anyBoard, RULES } from './testing/boards.ts';
import { identifyUpToNames } from './testing/rename.ts';

const SEED = 20_241;
const SMALL: BoardSize = { acceptors: 3, values: 2, ballots: 2 };

function packed(board: Board, options: CheckOptions = {}): CheckResult {
  const work = packedSearch(board, options);
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
  }
}

function plain(board: Board, options: ExploreOptions<SpecState> = {}, agreement = false) {
  const invariants: typeof specEngine.invariants = agreement ? { agreement: disagreement } : {};
  return exploreAll({ ...specEngine, invariants }, board, 1, { identify, ...options });
}

const sized = (size: Partial<BoardSize>) => boardOf({ ...SMALL, ...size });

describe('counts', () => {
  test.each<[string, Partial<BoardSize>, [number, number, number]]>([
    ['one ballot', { ballots: 1 }, [73, 314, 9]],
    ['two ballots', { ballots: 2 }, [3_921, 23_563, 17]],
    ['three ballots', { ballots: 3 }, [185_369, 1_361_380, 25]],
    ['four ballots', { ballots: 4 }, [8_220_065, 70_696_917, 33]],
    ['MCPaxos: one acceptor, one value', { acceptors: 1, values: 1 }, [25, 82, 9]],
  ])('%s', (_, size, [distinct, generated, depth]) => {
    expect(packed(sized(size))).toMatchObject({
      distinct,
      generated,
      depth,
      complete: true,
      stopped: null,
      violation: null,
    });
  });

  test.each([
    [2, 443],
    [3, 17_153],
    [4, 710_709],
  ])('%i ballots with members and values alike', (ballots, distinct) => {
    const found = packed(sized({ ballots }), { symmetry: true });
    expect(found).toMatchObject({ distinct, complete: true, depth: 8 * ballots + 1 });
  });

  test('three ballots, level by level, as the plain search', () => {
    const board = sized({ ballots: 3 });
    const { levels, generated } = plain(board);
    expect(packed(board)).toMatchObject({ levels, generated });
  });
});

describe('the shortest way to two chosen values', () => {
  test.each<[Partial<BoardSize>, number]>([
    [{ broken: 'skip-phase-1' }, 6],
    [{ broken: 'equivocate' }, 9],
    [{ quorum1: 1, quorum2: 2 }, 10],
    [{ quorum1: 2, quorum2: 1 }, 10],
    [{ broken: 'ignore-votes' }, 12],
    [{ broken: 'omit-votes' }, 12],
    [{ broken: 'break-promise' }, 12],
    [{ acceptors: 4, quorum1: 2, quorum2: 2 }, 12],
    [{ broken: 'amnesia' }, 13],
    [{ broken: 'copy-any', ballots: 3 }, 17],
  ])('%o: %i moves, with names told apart or not', (size, moves) => {
    const board = sized(size);
    for (const symmetry of [false, true]) {
      const { violation, complete, stopped, levels } = packed(board, { symmetry });
      expect(violation?.actions).toHaveLength(moves);
      expect({ complete, stopped }).toEqual({ complete: false, stopped: null });
      expect(levels).toHaveLength(moves + 1);
      const play = (state: SpecState, action: (typeof violation & object)['actions'][number]) =>
        specEngine.step(state, action).state;
      const end = violation!.actions.reduce(play, specEngine.init(board, 1));
      expect(disagreement(end)).toBe(violation!.message);
    }
  });

  test.each<Partial<BoardSize>>([
    { broken: 'copy-any' },
    { quorum1: 1, quorum2: 3 },
    { quorum1: 3, quorum2: 1 },
  ])('there is none with %o', (size) => {
    expect(packed(sized(size))).toMatchObject({ complete: true, violation: null });
  });
});

/** What both searches are sure of: every level but the last they began. */
function sameLevels(one: readonly number[], other: readonly number[]): void {
  const sure = Math.min(one.length, other.length) - 1;
  expect(one.slice(0, sure)).toEqual(other.slice(0, sure));
}

describe(`on random boards (fast-check seed ${SEED})`, () => {
  const MOST = 4_000;

  test('the same levels and generated states as the plain search', () => {
    const reached = { whole: 0, rules: new Set<unknown>() };
    const board = anyBoard({ acceptors: 4, values: 3, ballots: 3 });
    fc.assert(
      fc.property(board, (some) => {
        const slow = plain(some, { maxStates: MOST });
        const fast = packed(some, { agreement: false, maxStates: MOST });
        sameLevels(fast.levels, slow.levels);
        if (!slow.complete) return;
        reached.whole += 1;
        reached.rules.add(some.broken);
        const { distinct, generated, levels } = slow;
        expect(fast).toMatchObject({ distinct, generated, levels, complete: true });
      }),
      { seed: SEED, numRuns: 250 },
    );
    expect(reached.whole).toBeGreaterThan(80);
    expect(reached.rules.size).toBe(RULES.length);
  });

  test('violations as far away as the plain search’s, and none where it has none', () => {
    const outcomes = { violated: 0, safe: 0 };
    const board = anyBoard({ acceptors: 4, values: 3, ballots: 3 });
    fc.assert(
      fc.property(board, fc.boolean(), (some, symmetry) => {
        const slow = plain(some, { maxStates: MOST }, true);
        const fast = packed(some, { maxStates: 2 * MOST, symmetry });
        if (slow.violation) {
          expect(fast.violation?.actions).toHaveLength(slow.violation.actions.length);
          outcomes.violated += 1;
        } else if (slow.complete) {
          expect(fast).toMatchObject({ complete: true, violation: null });
          outcomes.safe += 1;
        }
      }),
      { seed: SEED, numRuns: 250 },
    );
    expect(outcomes.violated).toBeGreaterThan(30);
    expect(outcomes.safe).toBeGreaterThan(50);
  });

  test('with names that do not matter: as many as the plain search up to every renaming', () => {
    let whole = 0;
    const board = anyBoard({ acceptors: 3, values: 3, ballots: 2 });
    fc.assert(
      fc.property(board, (some) => {
        const options = { identify: identifyUpToNames(some), maxStates: 300 };
        const slow = plain(some, options);
        const fast = packed(some, { symmetry: true, agreement: false, maxStates: 300 });
        sameLevels(fast.levels, slow.levels);
        if (!slow.complete) return;
        whole += 1;
        const { distinct, generated, levels } = slow;
        expect(fast).toMatchObject({ distinct, generated, levels, complete: true });
      }),
      { seed: SEED, numRuns: 150 },
    );
    expect(whole).toBeGreaterThan(30);
  });
});

describe('limits', () => {
  test('a number of states: it stops at it, and says what was checked', () => {
    const found = packed(sized({}), { maxStates: 100 });
    expect(found).toMatchObject({ distinct: 100, complete: false, violation: null });
    expect(found.levels).toEqual([1, 2, 7, 12, 29, 49]);
    expect(found.stopped).toBe(
      'It reached the limit of 100 states. It has checked every state within 4 moves, and 49 of those one move further.',
    );
  });

  test('as many states as there are is no limit', () => {
    expect(packed(sized({}), { maxStates: 3_921 }).complete).toBe(true);
    expect(packed(sized({}), { maxStates: 3_920 }).complete).toBe(false);
  });

  test('a number of bytes', () => {
    const { distinct, stopped } = packed(sized({ ballots: 4 }), { maxBytes: 8 * 2 ** 20 });
    expect(distinct).toBeGreaterThan(50_000);
    expect(distinct).toBeLessThan(500_000);
    expect(stopped).toContain('the limit of 8 MiB');
  });

  test('it reports as it goes, a few thousand successors at a time', () => {
    const work = packedSearch(sized({ ballots: 3 }));
    let [reports, distinct, generated, depth] = [0, 0, 0, 0];
    for (let next = work.next(); !next.done; next = work.next()) {
      const { value } = next;
      expect(value.distinct).toBeGreaterThanOrEqual(distinct);
      expect(value.generated - generated).toBeLessThan(40_000);
      expect(value.depth).toBeGreaterThanOrEqual(depth);
      expect(value.queue!).toBeLessThanOrEqual(value.distinct);
      ({ distinct, generated, depth } = value);
      reports += 1;
    }
    expect(reports).toBeGreaterThan(100);
  });

  test('states with a part wider than a word are refused', () => {
    const wide = boardOf({ acceptors: 3, values: 2, ballots: 17 });
    expect(packedForm(wide)).toBeNull();
    expect(() => packed(wide)).toThrow('too wide');
  });

  test.each([
    [{ quorums1: [0] }, 'one or more'],
    [{ quorums2: [8] }, 'one or more'],
    [{ quorums1: [3, 3] }, 'twice'],
    [{ acceptors: 0 }, '1 to 20 members'],
    [{ values: 0 }, '1 to 20 values'],
    [{ ballots: 1.5 }, '1 to 30 ballots'],
  ])('no such board: %o', (wrong, words) => {
    expect(() => packed({ ...sized({}), ...wrong })).toThrow(words);
  });
});
