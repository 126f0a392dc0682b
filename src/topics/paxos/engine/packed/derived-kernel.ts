import type { Board, SpecState } from '../spec/types.ts';
import {
  ASKED,
  coverOf,
  type Emit,
  FIRST_ACCEPTOR,
  type Kernel,
  NO_VOTE,
  PROPOSED,
  quorumsWithin,
} from './kernel.ts';
import { bitsFor } from './layout.ts';

/** What the acceptors' parts say, read once for each state: a bit for each ballot. */
interface Members {
  readonly promised: Int32Array;
  readonly voted: Int32Array;
}

/**
 * Paxos where a ballot has one proposal, promises are kept and nothing is forgotten:
 * then an acceptor's variables and what it reports follow from which promises and votes
 * it sent, so its part is two bits a ballot: promised, and above those, voted.
 * Proposals are the value plus one, or zero.
 */
export function derivedKernel(board: Board): Kernel {
  const { acceptors, values, ballots } = board;
  const valueBits = bitsFor(values + 1);
  return {
    widths: [ballots, ballots * valueBits, ...Array.from({ length: acceptors }, () => 2 * ballots)],
    encode: ({ messages }: SpecState, parts) => {
      parts.fill(0);
      for (const message of messages) {
        const { type, ballot } = message;
        if (type === '1a') parts[ASKED]! |= 1 << ballot;
        else if (type === '2a') parts[PROPOSED]! |= (message.value + 1) << (ballot * valueBits);
        else if (type === '1b') parts[FIRST_ACCEPTOR + message.acceptor]! |= 1 << ballot;
        else parts[FIRST_ACCEPTOR + message.acceptor]! |= 1 << (ballots + ballot);
      }
    },
    expand: expander(board, valueBits),
    disagrees: judge(board, valueBits),
    rename(part, bits, names) {
      if (part !== PROPOSED) return bits;
      let renamed = 0;
      for (let ballot = 0; ballot < ballots; ballot += 1) {
        const proposal = proposedAt(bits, ballot, valueBits);
        if (proposal > 0) renamed |= (names[proposal - 1]! + 1) << (ballot * valueBits);
      }
      return renamed;
    },
  };
}

/** The value proposed in a ballot plus one, or zero. */
function proposedAt(proposals: number, ballot: number, valueBits: number): number {
  return (proposals >>> (ballot * valueBits)) & ((1 << valueBits) - 1);
}

/** How often each value may be proposed in a ballot, into `counts`: Phase2a of Paxos.tla. */
function witnessCounter(board: Board, { promised, voted }: Members, valueBits: number) {
  const { acceptors, values, broken } = board;
  const within = quorumsWithin(board);
  const silent = broken === 'omit-votes' || broken === 'ignore-votes';
  return (ballot: number, proposals: number, counts: Int32Array): void => {
    if (broken === 'skip-phase-1') {
      counts.fill(1);
      return;
    }
    counts.fill(0);
    let present = 0;
    for (let a = 0; a < acceptors; a += 1) present |= ((promised[a]! >>> ballot) & 1) << a;
    const below = silent ? 0 : (1 << ballot) - 1;
    let free = 0;
    for (const quorum of within(present)) {
      let highest = -1;
      let times = 0;
      for (let a = 0; a < acceptors; a += 1) {
        if (((quorum >>> a) & 1) === 0) continue;
        const reported = 31 - Math.clz32(voted[a]! & below);
        if (reported < 0) continue;
        if (broken === 'copy-any') counts[proposedAt(proposals, reported, valueBits) - 1]! += 1;
        if (reported === highest) times += 1;
        else if (reported > highest) {
          highest = reported;
          times = 1;
        }
      }
      if (highest < 0) free += 1;
      else if (broken !== 'copy-any') {
        counts[proposedAt(proposals, highest, valueBits) - 1]! += times;
      }
    }
    if (free > 0) for (let v = 0; v < values; v += 1) counts[v]! += free;
  };
}

function expander(board: Board, valueBits: number): Kernel['expand'] {
  const { acceptors, values, ballots } = board;
  const low = (1 << ballots) - 1;
  const promised = new Int32Array(acceptors);
  const voted = new Int32Array(acceptors);
  const maxBal = new Int32Array(acceptors);
  const counts = new Int32Array(values);
  const countWitnesses = witnessCounter(board, { promised, voted }, valueBits);

  return (parts: Int32Array, emit: Emit): number => {
    const asked = parts[ASKED]!;
    const proposals = parts[PROPOSED]!;
    let again = 0;
    for (let a = 0; a < acceptors; a += 1) {
      const part = parts[FIRST_ACCEPTOR + a]!;
      promised[a] = part & low;
      voted[a] = part >>> ballots;
      maxBal[a] = 31 - Math.clz32(promised[a]! | voted[a]!);
    }
    for (let ballot = 0; ballot < ballots; ballot += 1) {
      const bit = 1 << ballot;
      if (asked & bit) {
        again += 1;
        for (let a = 0; a < acceptors; a += 1) {
          const part = FIRST_ACCEPTOR + a;
          if (ballot > maxBal[a]!) emit(part, parts[part]! | bit, 1, NO_VOTE);
        }
      } else emit(ASKED, asked | bit, 1, NO_VOTE);
      if (proposedAt(proposals, ballot, valueBits) === 0) {
        countWitnesses(ballot, proposals, counts);
        for (let v = 0; v < values; v += 1) {
          const proposal = (v + 1) << (ballot * valueBits);
          if (counts[v]! > 0) emit(PROPOSED, proposals | proposal, counts[v]!, NO_VOTE);
        }
        continue;
      }
      for (let a = 0; a < acceptors; a += 1) {
        if (ballot < maxBal[a]!) continue;
        const part = FIRST_ACCEPTOR + a;
        if (voted[a]! & bit) again += 1;
        else emit(part, parts[part]! | (bit << ballots), 1, ballot);
      }
    }
    return again;
  };
}

function judge({ acceptors, ballots, quorums2 }: Board, valueBits: number): Kernel['disagrees'] {
  const chooses = coverOf(acceptors, quorums2);
  const votersIn = (parts: Int32Array, ballot: number): number => {
    let voters = 0;
    for (let a = 0; a < acceptors; a += 1) {
      voters |= ((parts[FIRST_ACCEPTOR + a]! >>> (ballots + ballot)) & 1) << a;
    }
    return voters;
  };
  return (parts, ballot) => {
    if (chooses[votersIn(parts, ballot)] === 0) return false;
    const value = proposedAt(parts[PROPOSED]!, ballot, valueBits);
    for (let other = 0; other < ballots; other += 1) {
      if (proposedAt(parts[PROPOSED]!, other, valueBits) === value) continue;
      if (chooses[votersIn(parts, other)] === 1) return true;
    }
    return false;
  };
}
