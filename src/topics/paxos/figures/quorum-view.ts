import { setName } from '../engine/game/names.ts';
import { membersOf } from '../engine/spec/board.ts';
import type { Board, Quorum } from '../engine/spec/types.ts';

/** More than this many of a kind are counted, not drawn. */
const MOST = 10;

export interface QuorumView {
  readonly promises: readonly Quorum[];
  readonly votes: readonly Quorum[];
  /** How many are not drawn. */
  readonly hidden: number;
  /** Shared members of each pair, by promise quorum and vote quorum. */
  readonly shared: readonly (readonly Quorum[])[];
  /** Pairs, the hidden ones too, that share nobody. */
  readonly apart: number;
  readonly pairs: number;
}

export function quorumView({ quorums1, quorums2 }: Board): QuorumView {
  const promises = quorums1.slice(0, MOST);
  const votes = quorums2.slice(0, MOST);
  let apart = 0;
  for (const first of quorums1) {
    for (const second of quorums2) if ((first & second) === 0) apart += 1;
  }
  return {
    promises,
    votes,
    hidden: quorums1.length - promises.length + quorums2.length - votes.length,
    shared: promises.map((first) => votes.map((second) => first & second)),
    apart,
    pairs: quorums1.length * quorums2.length,
  };
}

/** What a pair of quorums means, in words. */
export function pairWords(first: Quorum, second: Quorum): string {
  const both = first & second;
  return both === 0
    ? `${setName(first)} can promise while ${setName(second)} ${membersOf(second).length === 1 ? 'votes' : 'vote'}, and nobody is in both: the leader would not hear of the votes.`
    : `Whatever ${setName(second)} ${membersOf(second).length === 1 ? 'votes' : 'vote'} for, ${setName(both)} ${membersOf(both).length === 1 ? 'reports' : 'report'} it to a leader who asks ${setName(first)}.`;
}

/** The quorums of one kind with a member put into one of them or taken out; empty ones go. */
export function toggled(
  quorums: readonly Quorum[],
  index: number,
  member: number,
): readonly Quorum[] {
  const changed = quorums
    .map((q, i) => (i === index ? q ^ (1 << member) : q))
    .filter((q) => q !== 0);
  return [...new Set(changed)];
}
