import { type FastReport, type FastState, NONE } from './types.ts';

export const FAST = 0;

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

export function leaderOf({ config }: FastState, ballot: number): number {
  return ballot % config.members;
}

/** Votes that choose a value in a ballot. */
export function quorumIn({ config }: FastState, ballot: number): number {
  return ballot === FAST ? config.fastQuorum : config.quorum;
}

export function votersFor(state: FastState, ballot: number, value: number): readonly number[] {
  return upTo(state.config.members).filter((m) => state.members[m]!.votes[ballot] === value);
}

/** Each value chosen, with the ballot. */
export function chosenAt(
  state: FastState,
): readonly { readonly ballot: number; readonly value: number }[] {
  const { ballots, values } = state.config;
  return upTo(ballots).flatMap((ballot) =>
    upTo(values)
      .filter((value) => votersFor(state, ballot, value).length >= quorumIn(state, ballot))
      .map((value) => ({ ballot, value })),
  );
}

/** Who voted for a value in a ballot, or still may. */
export function reachOf(state: FastState, ballot: number, value: number): readonly number[] {
  const { proposed } = state.ballots[ballot]!;
  // A classic ballot has one value, once its leader has proposed.
  const settled = ballot !== FAST && proposed !== NONE && proposed !== value;
  return upTo(state.config.members).filter((member) => {
    const { promised, votes } = state.members[member]!;
    if (votes[ballot] !== NONE) return votes[ballot] === value;
    return promised <= ballot && !settled;
  });
}

/** Whether a value has won in a ballot, still can, or cannot. */
export function chanceOf(
  state: FastState,
  ballot: number,
  value: number,
): 'locked' | 'live' | 'open' | 'dead' {
  const votes = votersFor(state, ballot, value).length;
  if (votes >= quorumIn(state, ballot)) return 'locked';
  if (reachOf(state, ballot, value).length < quorumIn(state, ballot)) return 'dead';
  return votes > 0 || state.ballots[ballot]!.proposed === value ? 'live' : 'open';
}

/** For one value that is reported: could a quorum have chosen it, as far as the leader can tell? */
export interface Suspicion {
  readonly value: number;
  /** Who reported it, in the ballot that counts. */
  readonly voters: readonly number[];
  /** Who was not heard from, and may have voted for it too. */
  readonly unheard: readonly number[];
  /** Together they would be a quorum: Lamport's O4. */
  readonly possible: boolean;
}

/** What a leader may propose, and why. */
export interface Pick {
  /** The reports that it goes by. */
  readonly heard: readonly FastReport[];
  /** The highest ballot that a vote is reported from. */
  readonly ballot: number;
  readonly suspects: readonly Suspicion[];
  /** The values that it may propose. */
  readonly values: readonly number[];
  /**
   * `none` where no vote is reported; `one` where the highest ballot has one value;
   * `forced` where only a value that may have been chosen is left; `free` where none can be.
   */
  readonly why: 'none' | 'one' | 'forced' | 'free';
}

/**
 * Lamport's rule for the coordinator (“Fast Paxos”, 2006, section 3.2, figure 2): of the
 * highest ballot reported take the only value, else one that a quorum of that ballot
 * may have chosen, else any that was proposed.
 */
export function pickOf(state: FastState, ballot: number): Pick {
  const { heard } = state.ballots[ballot]!;
  const sent = upTo(state.config.values).filter((value) => state.sent & (1 << value));
  const highest = Math.max(NONE, ...heard.map((report) => report.ballot));
  if (highest === NONE) return { heard, ballot: NONE, suspects: [], values: sent, why: 'none' };
  const suspects = suspicions(state, ballot, highest);
  const reported = suspects.map((s) => s.value);
  const base = { heard, ballot: highest, suspects };
  if (reported.length === 1) return { ...base, values: reported, why: 'one' };
  const possible = suspects.filter((s) => s.possible).map((s) => s.value);
  if (state.config.broken === 'copy-any') return { ...base, values: reported, why: 'free' };
  if (possible.length === 0 || state.config.broken === 'start-afresh') {
    return { ...base, values: sent, why: 'free' };
  }
  return { ...base, values: possible, why: 'forced' };
}

function suspicions(state: FastState, ballot: number, highest: number): readonly Suspicion[] {
  const { heard } = state.ballots[ballot]!;
  const members = new Set(heard.map((report) => report.member));
  const unheard = upTo(state.config.members).filter((member) => !members.has(member));
  const votes = heard.filter((report) => report.ballot === highest);
  return [...new Set(votes.map((report) => report.value))]
    .sort((a, b) => a - b)
    .map((value) => {
      const voters = votes.filter((r) => r.value === value).map((r) => r.member);
      const possible = voters.length + unheard.length >= quorumIn(state, highest);
      return { value, voters, unheard, possible };
    });
}

/** Enough promises have been heard to propose. */
export function isPrepared(state: FastState, ballot: number): boolean {
  return state.ballots[ballot]!.heard.length >= state.config.quorum;
}

/** The fast ballot has votes for several values, and none of them can be chosen there. */
export function hasCollided(state: FastState): boolean {
  const voted = upTo(state.config.values).filter((v) => votersFor(state, FAST, v).length > 0);
  return voted.length > 1 && voted.every((v) => chanceOf(state, FAST, v) === 'dead');
}

/** The classic ballot under way, whose leader listens; `NONE` while the fast one is. */
export function listenerOf(state: FastState): number {
  const newest = state.ballots.findLastIndex((b) => b.asked);
  return newest > FAST ? newest : NONE;
}
