import type { Board, BrokenRule, Quorum } from './types.ts';

/** Every set of exactly `size` of the first `acceptors` acceptors, ascending. */
export function quorumsOfSize(acceptors: number, size: number): readonly Quorum[] {
  const found: Quorum[] = [];
  for (let set = 0; set < 2 ** acceptors; set += 1) {
    if (membersOf(set).length === size) found.push(set);
  }
  return found;
}

export function membersOf(quorum: Quorum): readonly number[] {
  const members: number[] = [];
  for (let acceptor = 0, rest = quorum; rest > 0; acceptor += 1, rest >>>= 1) {
    if (rest & 1) members.push(acceptor);
  }
  return members;
}

/** More than half, so that any two meet. */
export function majorityOf(acceptors: number): number {
  return Math.floor(acceptors / 2) + 1;
}

export interface BoardSize {
  readonly acceptors: number;
  readonly values: number;
  readonly ballots: number;
  /** How many members each phase needs; a majority where it is not said. */
  readonly quorum1?: number;
  readonly quorum2?: number;
  readonly broken?: BrokenRule | null;
}

export function boardOf(size: BoardSize): Board {
  const { acceptors, values, ballots, broken = null } = size;
  const { quorum1 = majorityOf(acceptors), quorum2 = majorityOf(acceptors) } = size;
  return {
    acceptors,
    values,
    ballots,
    quorums1: quorumsOfSize(acceptors, quorum1),
    quorums2: quorumsOfSize(acceptors, quorum2),
    broken,
  };
}

/**
 * Throws a `RangeError` with plain words unless there are 1 to 20 acceptors, a value
 * and a ballot at least, and every quorum is a set of some of the acceptors, listed once.
 */
export function assertBoard({ acceptors, values, ballots, quorums1, quorums2 }: Board): void {
  const whole = (n: number, most: number) => Number.isInteger(n) && n >= 1 && n <= most;
  if (!whole(acceptors, 20)) throw new RangeError('A board has 1 to 20 members.');
  if (!whole(values, 20)) throw new RangeError('A board has 1 to 20 values.');
  if (!whole(ballots, 30)) throw new RangeError('A board has 1 to 30 ballots.');
  for (const quorums of [quorums1, quorums2]) {
    if (quorums.some((quorum) => !whole(quorum, 2 ** acceptors - 1))) {
      throw new RangeError('A quorum is a set of one or more of the board’s members.');
    }
    if (new Set(quorums).size < quorums.length) throw new RangeError('A quorum is listed twice.');
  }
}
