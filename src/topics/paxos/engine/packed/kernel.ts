import type { Board, BrokenRule, Quorum, SpecState } from '../spec/types.ts';

/** The parts of a packed state: what was asked for, what is proposed, then the acceptors. */
export const ASKED = 0;
export const PROPOSED = 1;
export const FIRST_ACCEPTOR = 2;

/** With these broken, what an acceptor knows does not follow from what it sent. */
export const STORED: readonly (BrokenRule | null)[] = ['amnesia', 'break-promise', 'equivocate'];

/** No vote was cast. */
export const NO_VOTE = -1;

/**
 * Receives a successor that differs from its state in one part. `times` is how many
 * witnesses lead there, each of which TLC generates. `ballot` is that of a new vote,
 * else `NO_VOTE`.
 */
export type Emit = (part: number, value: number, times: number, ballot: number) => void;

/** The rules of a board over packed states: each part of a state a whole number. */
export interface Kernel {
  /** Bits of each part. */
  readonly widths: readonly number[];
  /** The parts of a state of the plain engine. */
  encode(state: SpecState, parts: Int32Array): void;
  /**
   * Emits every successor but the state itself, in an order that only the state decides.
   * Returns how many times the state itself is generated.
   */
  expand(parts: Int32Array, emit: Emit): number;
  /** Whether the value or values chosen in a ballot are not all that is chosen. */
  disagrees(parts: Int32Array, ballot: number): boolean;
  /** A part after value v is called `names[v]`. */
  rename(part: number, value: number, names: readonly number[]): number;
}

/** Which sets of acceptors contain a quorum: 1 at their index, else 0. */
export function coverOf(acceptors: number, quorums: readonly Quorum[]): Uint8Array {
  const cover = new Uint8Array(2 ** acceptors);
  for (let set = 0; set < cover.length; set += 1) {
    if (quorums.some((quorum) => (quorum & ~set) === 0)) cover[set] = 1;
  }
  return cover;
}

/** The phase-1 quorums within a set of acceptors, worked out when first asked for. */
export function quorumsWithin({ acceptors, quorums1 }: Board): (set: number) => readonly Quorum[] {
  const known: (readonly Quorum[] | undefined)[] = Array.from({ length: 2 ** acceptors });
  return (set) => {
    const there = known[set];
    if (there) return there;
    const within = quorums1.filter((quorum) => (quorum & ~set) === 0);
    known[set] = within;
    return within;
  };
}
