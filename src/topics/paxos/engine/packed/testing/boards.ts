import fc from 'fast-check';
import { type Board, BROKEN_RULES, type BrokenRule } from '../../spec/types.ts';

export const RULES: readonly (BrokenRule | null)[] = [null, ...BROKEN_RULES];

/** Small boards with any quorums at all, meeting or not, and any rule broken or none. */
export function anyBoard(most: {
  readonly acceptors: number;
  readonly values: number;
  readonly ballots: number;
}): fc.Arbitrary<Board> {
  return fc.integer({ min: 1, max: most.acceptors }).chain((acceptors) => {
    const quorums = fc.uniqueArray(fc.integer({ min: 1, max: 2 ** acceptors - 1 }), {
      minLength: 1,
      maxLength: 5,
    });
    return fc.record({
      acceptors: fc.constant(acceptors),
      values: fc.integer({ min: 1, max: most.values }),
      ballots: fc.integer({ min: 1, max: most.ballots }),
      quorums1: quorums,
      quorums2: quorums,
      broken: fc.constantFrom(...RULES),
    });
  });
}
