import { membersOf } from '../spec/board.ts';
import type { Board, Quorum } from '../spec/types.ts';
import { FIRST_ACCEPTOR, type Kernel } from './kernel.ts';

/** Turns the parts of a state into those of the least state that differs in names alone. */
export type Canonicalise = (parts: Int32Array) => void;

/** Beyond this, permutations of acceptors are too many to try one by one. */
const MOST_LISTED = 8;

/**
 * The exact canonical form under every renaming of values, and every renaming of
 * acceptors that keeps both quorum systems: two states have the same one if, and only
 * if, such a renaming turns one into the other. Throws a `RangeError` where quorums
 * are not all sets of some sizes and there are more than eight acceptors.
 */
export function canonicaliser(board: Board, kernel: Kernel): Canonicalise {
  const renamings = permutations(board.values);
  const first = FIRST_ACCEPTOR;
  const count = board.acceptors;
  const orders = bySize(board) ? null : acceptorOrders(board);
  const tried = new Int32Array(first + count);
  const best = new Int32Array(first + count);
  const renamed = new Int32Array(first + count);
  const keepBest = (fresh: boolean): void => {
    if (fresh || lessThan(tried, best)) best.set(tried);
  };
  return (parts) => {
    let fresh = true;
    for (const names of renamings) {
      for (let part = 0; part < parts.length; part += 1) {
        renamed[part] = kernel.rename(part, parts[part]!, names);
      }
      tried.set(renamed);
      if (orders === null) {
        sortFrom(tried, first);
        keepBest(fresh);
      } else {
        for (const order of orders) {
          for (let a = 0; a < count; a += 1) tried[first + order[a]!] = renamed[first + a]!;
          keepBest(fresh);
          fresh = false;
        }
      }
      fresh = false;
    }
    parts.set(best);
  };
}

/** How many renamings of acceptors and values leave a board as it is. */
export function groupSize(board: Board): number {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const orders = bySize(board) ? factorial(board.acceptors) : acceptorOrders(board).length;
  return orders * factorial(board.values);
}

function lessThan(one: Int32Array, other: Int32Array): boolean {
  for (let i = 0; i < one.length; i += 1) {
    if (one[i] !== other[i]) return one[i]! < other[i]!;
  }
  return false;
}

/** Insertion sort: there are few acceptors, and they are often in order. */
function sortFrom(parts: Int32Array, first: number): void {
  for (let i = first + 1; i < parts.length; i += 1) {
    const part = parts[i]!;
    let at = i;
    while (at > first && parts[at - 1]! > part) {
      parts[at] = parts[at - 1]!;
      at -= 1;
    }
    parts[at] = part;
  }
}

/** Whether a quorum of either kind is so for its size alone, and any two acceptors are alike. */
function bySize({ acceptors, quorums1, quorums2 }: Board): boolean {
  return [quorums1, quorums2].every((quorums) => {
    const sizes = new Map<number, number>();
    for (const quorum of new Set(quorums)) {
      const size = membersOf(quorum).length;
      sizes.set(size, (sizes.get(size) ?? 0) + 1);
    }
    return [...sizes].every(([size, count]) => count === choose(acceptors, size));
  });
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i += 1) ways = (ways * (n - k + i)) / i;
  return ways;
}

/** The permutations of acceptors under which both quorum systems stay what they are. */
function acceptorOrders({ acceptors, quorums1, quorums2 }: Board): readonly (readonly number[])[] {
  if (acceptors > MOST_LISTED) {
    throw new RangeError(`Symmetry with such quorums takes ${MOST_LISTED} members at most.`);
  }
  const keeps = (quorums: readonly Quorum[], order: readonly number[]) => {
    const known = new Set(quorums);
    return quorums.every((quorum) =>
      known.has(membersOf(quorum).reduce((set, a) => set | (1 << order[a]!), 0)),
    );
  };
  return permutations(acceptors).filter(
    (order) => keeps(quorums1, order) && keeps(quorums2, order),
  );
}

function permutations(n: number): readonly (readonly number[])[] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((shorter) =>
    Array.from({ length: n }, (_, at) => shorter.toSpliced(at, 0, n - 1)),
  );
}
