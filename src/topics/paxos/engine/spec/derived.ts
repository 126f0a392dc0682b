import { type Promise1b, promisesAt, proposalsAt, votesAt } from './messages.ts';
import { forcingReports, reportsOf } from './rules.ts';
import type { Board, Message, Quorum, SpecState } from './types.ts';

/** A value that a quorum of `quorums2` voted for in one ballot. */
export interface Chosen {
  readonly ballot: number;
  readonly value: number;
  /** The first quorum whose members all did. */
  readonly quorum: Quorum;
}

/** `chosen` of Voting.tla: at most one for each ballot and value, by ballot. */
export function chosenAt({ board, messages }: SpecState): readonly Chosen[] {
  const found: Chosen[] = [];
  for (let ballot = 0; ballot < board.ballots; ballot += 1) {
    const votes = votesAt(messages, ballot);
    if (votes.length === 0) continue;
    for (let value = 0; value < board.values; value += 1) {
      let voters = 0;
      for (const vote of votes) if (vote.value === value) voters |= 1 << vote.acceptor;
      const quorum = board.quorums2.find((q) => (q & ~voters) === 0);
      if (quorum !== undefined) found.push({ ballot, value, quorum });
    }
  }
  return found;
}

/**
 * Whether each value can still be chosen in a ballot, as far as votes and promises
 * tell: by value, a quorum of `quorums2` whose every member either voted for it
 * there or may still vote there (no vote in that ballot, and its `maxBal` not above
 * it), or `null` where there is none. A ballot has one proposal, so once that is
 * made, no other value can. It goes by the rules as they should be: where one is
 * broken, what can no longer be chosen may be chosen all the same.
 */
export function choosable(state: SpecState, ballot: number): readonly (Quorum | null)[] {
  const { board, maxBal, messages } = state;
  const proposals = proposalsAt(messages, ballot);
  const votes = votesAt(messages, ballot);
  let open = 0;
  for (let acceptor = 0; acceptor < board.acceptors; acceptor += 1) {
    if (maxBal[acceptor]! <= ballot) open |= 1 << acceptor;
  }
  for (const { acceptor } of votes) open &= ~(1 << acceptor);
  return Array.from({ length: board.values }, (_, value) => {
    if (proposals.length > 0 && !proposals.some((m) => m.value === value)) return null;
    let willing = open;
    for (const vote of votes) if (vote.value === value) willing |= 1 << vote.acceptor;
    return board.quorums2.find((q) => (q & ~willing) === 0) ?? null;
  });
}

/** What makes a value unsafe: another one that an earlier ballot may choose, or has chosen. */
export interface Threat {
  readonly ballot: number;
  readonly value: number;
  /** Who could choose it there. */
  readonly quorum: Quorum;
}

/**
 * `null` where the value is safe in the ballot: no other can be chosen in any ballot
 * below. Else the lowest ballot that could choose another. Voting.tla's `SafeAt` asks
 * for a quorum that rules the others out; with quorums of two kinds what counts is
 * that every quorum of `quorums2` has a member that will not go along, and it is that
 * which is asked here. Where all quorums are majorities of an odd number, the two
 * are the same.
 */
export function safeAt(state: SpecState, ballot: number, value: number): Threat | null {
  for (let below = 0; below < ballot; below += 1) {
    const open = choosable(state, below);
    const other = open.findIndex((quorum, w) => w !== value && quorum !== null);
    if (other >= 0) return { ballot: below, value: other, quorum: open[other]! };
  }
  return null;
}

/** How 1b messages prove a value safe. */
export interface Proof {
  readonly value: number;
  readonly quorum: Quorum;
  /** The highest vote reported in the quorum; `null` where none is, and then any value is safe. */
  readonly because: Promise1b | null;
}

/**
 * `ShowsSafeAt` of Voting.tla, told from 1b messages that somebody holds: for each
 * value that some quorum of `quorums1` proves safe in the ballot, the first such
 * quorum and the report that says so. Messages of other ballots and types are passed
 * over. By value; empty while no quorum has answered.
 */
export function provablySafe(
  board: Board,
  reports: readonly Message[],
  ballot: number,
): readonly Proof[] {
  const promises = promisesAt(reports, ballot);
  const found = new Map<number, Proof>();
  for (const quorum of board.quorums1) {
    const inside = reportsOf(promises, quorum);
    if (inside === null) continue;
    const forcing = forcingReports({ broken: null }, inside);
    if (forcing.length === 0) {
      for (let value = 0; value < board.values; value += 1) {
        if (!found.has(value)) found.set(value, { value, quorum, because: null });
      }
    }
    for (const because of forcing) {
      const value = because.votedValue;
      if (!found.has(value)) found.set(value, { value, quorum, because });
    }
  }
  return [...found.values()].sort((a, b) => a.value - b.value);
}
