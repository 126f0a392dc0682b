import { type Board, NONE, type SpecState } from '../spec/types.ts';
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

/** Where things lie in an acceptor's part. */
interface Places {
  /** Values told apart in votes and reports: all with equivocation, else the ballot tells. */
  readonly kinds: number;
  /** First bit of the reports in a ballot: "no vote", then a bit for each ballot and kind. */
  report(ballot: number): number;
  readonly memory: number;
  readonly ballotBits: number;
  readonly valueBits: number;
  readonly width: number;
}

function placesOf({ values, ballots, broken }: Board): Places {
  const kinds = broken === 'equivocate' ? values : 1;
  const report = (b: number) => ballots * kinds + b + (kinds * b * (b - 1)) / 2;
  const ballotBits = bitsFor(ballots + 1);
  const valueBits = kinds > 1 ? bitsFor(values + 1) : 0;
  const memory = report(ballots);
  return {
    kinds,
    report,
    memory,
    ballotBits,
    valueBits,
    width: memory + 2 * ballotBits + valueBits,
  };
}

/**
 * Paxos where an acceptor's variables or its reports do not follow from what it sent:
 * after a crash that forgets (`amnesia`), a vote below a promise (`break-promise`), or
 * two proposals in a ballot (`equivocate`). So an acceptor's part holds the set of its
 * votes, the set of its reports in each ballot, and its variables. Proposals are a bit
 * for each value in each ballot.
 */
export function storedKernel(board: Board): Kernel {
  const { acceptors, values, ballots } = board;
  const places = placesOf(board);
  const valuesInAcceptors = places.kinds > 1;
  return {
    widths: [ballots, ballots * values, ...Array.from({ length: acceptors }, () => places.width)],
    encode: encoder(board, places),
    expand: expander(board, places),
    disagrees: judge(board, places),
    rename: (part, bits, names) => {
      if (part === PROPOSED) return renameKinds(bits, ballots, names);
      return part >= FIRST_ACCEPTOR && valuesInAcceptors
        ? renameAcceptor(bits, board, places, names)
        : bits;
    },
  };
}

/** What an acceptor remembers, each plus one, as the upper bits of its part. */
function remember(
  { memory, ballotBits, kinds }: Places,
  maxBal: number,
  maxVBal: number,
  maxVal: number,
): number {
  const value = kinds > 1 ? (maxVal + 1) << (2 * ballotBits) : 0;
  return ((maxBal + 1) | ((maxVBal + 1) << ballotBits) | value) << memory;
}

function encoder({ values }: Board, places: Places): Kernel['encode'] {
  const { kinds, report } = places;
  return ({ maxBal, maxVBal, maxVal, messages }: SpecState, parts) => {
    parts.fill(0);
    maxBal.forEach((ballot, a) => {
      parts[FIRST_ACCEPTOR + a] = remember(places, ballot, maxVBal[a]!, maxVal[a]!);
    });
    for (const message of messages) {
      const { type, ballot } = message;
      if (type === '1a') parts[ASKED]! |= 1 << ballot;
      else if (type === '2a') parts[PROPOSED]! |= 1 << (ballot * values + message.value);
      else if (type === '2b') {
        const kind = kinds > 1 ? message.value : 0;
        parts[FIRST_ACCEPTOR + message.acceptor]! |= 1 << (ballot * kinds + kind);
      } else {
        const kind = kinds > 1 ? message.votedValue : 0;
        const bit = message.votedBallot === NONE ? 0 : 1 + message.votedBallot * kinds + kind;
        parts[FIRST_ACCEPTOR + message.acceptor]! |= 1 << (report(ballot) + bit);
      }
    }
  };
}

/** How often each value may be proposed in a ballot, into `counts`. */
function witnessCounter(board: Board, { kinds, report }: Places) {
  const { acceptors, values } = board;
  const within = quorumsWithin(board);
  const reports = new Int32Array(acceptors);
  return (parts: Int32Array, ballot: number, counts: Int32Array): void => {
    counts.fill(0);
    const mask = (1 << (1 + ballot * kinds)) - 1;
    let present = 0;
    for (let a = 0; a < acceptors; a += 1) {
      const said = (parts[FIRST_ACCEPTOR + a]! >>> report(ballot)) & mask;
      reports[a] = said;
      if (said !== 0) present |= 1 << a;
    }
    for (const quorum of within(present)) {
      let highest = -1;
      for (let a = 0; a < acceptors; a += 1) {
        if ((quorum >>> a) & 1) highest = Math.max(highest, 31 - Math.clz32(reports[a]! >>> 1));
      }
      if (highest < 0) for (let v = 0; v < values; v += 1) counts[v]! += 1;
      const voted = Math.floor(highest / kinds);
      for (let kind = 0; kind < kinds && highest >= 0; kind += 1) {
        const proposed = (parts[PROPOSED]! >>> (voted * values)) & ((1 << values) - 1);
        const value = kinds > 1 ? kind : 31 - Math.clz32(proposed);
        for (let a = 0; a < acceptors; a += 1) {
          const bit = 1 + voted * kinds + kind;
          if ((quorum >>> a) & 1) counts[value]! += (reports[a]! >>> bit) & 1;
        }
      }
    }
  };
}

function expander(board: Board, places: Places): Kernel['expand'] {
  const { acceptors, values, ballots, broken } = board;
  const { kinds, report, memory, ballotBits, valueBits } = places;
  const countWitnesses = witnessCounter(board, places);
  const counts = new Int32Array(values);
  const ballotMask = (1 << ballotBits) - 1;
  const sentMask = (1 << memory) - 1;

  const leaders = (parts: Int32Array, emit: Emit): number => {
    const asked = parts[ASKED]!;
    const proposals = parts[PROPOSED]!;
    let again = 0;
    for (let ballot = 0; ballot < ballots; ballot += 1) {
      if ((asked >>> ballot) & 1) again += 1;
      else emit(ASKED, asked | (1 << ballot), 1, NO_VOTE);
      const there = (proposals >>> (ballot * values)) & ((1 << values) - 1);
      if (there !== 0 && broken !== 'equivocate') continue;
      countWitnesses(parts, ballot, counts);
      for (let v = 0; v < values; v += 1) {
        if (counts[v] === 0) continue;
        if ((there >>> v) & 1) again += counts[v]!;
        else emit(PROPOSED, proposals | (1 << (ballot * values + v)), counts[v]!, NO_VOTE);
      }
    }
    return again;
  };

  const acceptor = (parts: Int32Array, part: number, emit: Emit): number => {
    const now = parts[part]!;
    const maxBal = ((now >>> memory) & ballotMask) - 1;
    const maxVBal = ((now >>> (memory + ballotBits)) & ballotMask) - 1;
    const maxVal =
      kinds > 1 ? ((now >>> (memory + 2 * ballotBits)) & ((1 << valueBits) - 1)) - 1 : 0;
    const sent = now & sentMask;
    let again = 0;
    for (let ballot = 0; ballot < ballots; ballot += 1) {
      if (ballot > maxBal && (parts[ASKED]! >>> ballot) & 1) {
        const bit = report(ballot) + (maxVBal < 0 ? 0 : 1 + maxVBal * kinds + maxVal);
        emit(part, sent | (1 << bit) | remember(places, ballot, maxVBal, maxVal), 1, NO_VOTE);
      }
      if (ballot < maxBal && broken !== 'break-promise') continue;
      for (let v = 0; v < values; v += 1) {
        if (((parts[PROPOSED]! >>> (ballot * values + v)) & 1) === 0) continue;
        const kind = kinds > 1 ? v : 0;
        const voted = sent | (1 << (ballot * kinds + kind));
        const memories =
          ballot < maxVBal
            ? now & ~sentMask
            : remember(places, Math.max(ballot, maxBal), ballot, v);
        const next = voted | memories;
        if (next === now) again += 1;
        else emit(part, next, 1, ballot);
      }
    }
    if (broken === 'amnesia' && maxBal >= 0) emit(part, sent, 1, NO_VOTE);
    return again;
  };

  return (parts, emit) => {
    let again = leaders(parts, emit);
    for (let a = 0; a < acceptors; a += 1) again += acceptor(parts, FIRST_ACCEPTOR + a, emit);
    return again;
  };
}

function judge({ acceptors, values, ballots, quorums2 }: Board, { kinds }: Places) {
  const chooses = coverOf(acceptors, quorums2);
  return (parts: Int32Array): boolean => {
    let chosen = 0;
    for (let ballot = 0; ballot < ballots; ballot += 1) {
      for (let v = 0; v < values; v += 1) {
        if (((parts[PROPOSED]! >>> (ballot * values + v)) & 1) === 0) continue;
        const bit = ballot * kinds + (kinds > 1 ? v : 0);
        let voters = 0;
        for (let a = 0; a < acceptors; a += 1) {
          voters |= ((parts[FIRST_ACCEPTOR + a]! >>> bit) & 1) << a;
        }
        if (chooses[voters] === 1) chosen |= 1 << v;
      }
    }
    return (chosen & (chosen - 1)) !== 0;
  };
}

/** Bits that stand for values, in groups of one for each value, with the values renamed. */
function renameKinds(bits: number, groups: number, names: readonly number[]): number {
  let renamed = 0;
  for (let group = 0; group < groups; group += 1) {
    for (let v = 0; v < names.length; v += 1) {
      const from = group * names.length + v;
      renamed |= ((bits >>> from) & 1) << (group * names.length + names[v]!);
    }
  }
  return renamed;
}

function renameAcceptor(
  bits: number,
  { ballots }: Board,
  { report, memory, ballotBits, valueBits }: Places,
  names: readonly number[],
): number {
  let renamed = renameKinds(bits, ballots, names);
  for (let ballot = 0; ballot < ballots; ballot += 1) {
    const at = report(ballot);
    renamed |= bits & (1 << at);
    renamed |= renameKinds(bits >>> (at + 1), ballot, names) << (at + 1);
  }
  const ballotsEnd = memory + 2 * ballotBits;
  renamed |= bits & ((2 ** (2 * ballotBits) - 1) << memory);
  const maxVal = (bits >>> ballotsEnd) & (2 ** valueBits - 1);
  return maxVal === 0 ? renamed : renamed | ((names[maxVal - 1]! + 1) << ballotsEnd);
}
