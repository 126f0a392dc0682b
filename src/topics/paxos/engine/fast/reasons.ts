import { inWords, memberName, membersNames, upperFirst, valueName } from '../game/names.ts';
import type { Cell } from '../game/reasons.ts';
import { leaderOf, pickOf, quorumIn } from './derived.ts';
import type { FastState } from './types.ts';

export interface Reason {
  readonly text: string;
  /** Where to look; empty if it is about no place. */
  readonly cells: readonly Cell[];
}

export const about = (text: string, ...cells: readonly Cell[]): readonly Reason[] => [
  { text, cells },
];
const sorted = (members: readonly number[]) => members.toSorted((a, b) => a - b);
const inColumn = (members: readonly number[], ballot: number): readonly Cell[] =>
  sorted(members).map((member) => ({ member, ballot }));

export function closedReasons(state: FastState, member: number, ballot: number): readonly Reason[] {
  const { promised } = state.members[member]!;
  const name = memberName(member);
  const text =
    promised === ballot
      ? `${name} takes part in ballot ${ballot} already.`
      : `${name} has promised ballot ${promised}, so ballot ${ballot} is closed to it.`;
  return about(text, { member, ballot: promised });
}

/** Why a leader may not propose yet: whom it has not heard. */
export function silentReasons(state: FastState, ballot: number): readonly Reason[] {
  const leader = memberName(leaderOf(state, ballot));
  const heard = new Set(state.ballots[ballot]!.heard.map((r) => r.member));
  const silent = state.members.map((_, m) => m).filter((member) => !heard.has(member));
  return [
    {
      text: `${leader} has heard ${heard.size} of the ${state.config.quorum} promises that a proposal needs.`,
      cells: [],
    },
    {
      text: `${membersNames(silent)} may have voted for what ${leader} does not know of.`,
      cells: inColumn(silent, 0),
    },
  ];
}

/** Why the only reported value has to be copied. */
export function onlyReasons(state: FastState, ballot: number): readonly Reason[] {
  const pick = pickOf(state, ballot);
  const leader = memberName(leaderOf(state, ballot));
  const [only] = pick.suspects;
  return about(
    `The only value reported from ballot ${pick.ballot} is ${valueName(only!.value)}, so ${leader} has to copy it.`,
    ...inColumn(only!.voters, pick.ballot),
  );
}

/** Why a value may not be proposed beside one that may have been chosen: who could have done it. */
export function mayHaveWonReasons(
  state: FastState,
  ballot: number,
  value: number,
): readonly Reason[] {
  const pick = pickOf(state, ballot);
  const leader = memberName(leaderOf(state, ballot));
  const must = pick.suspects.find((s) => s.possible)!;
  const quorum = sorted([...must.voters, ...must.unheard]);
  const name = valueName(value);
  const first: Reason = {
    text: `${upperFirst(valueName(must.value))} may have been chosen in ballot ${pick.ballot}, by ${membersNames(quorum)}, so ${leader} may not propose ${name}.`,
    cells: inColumn(quorum, pick.ballot),
  };
  const own = pick.suspects.find((s) => s.value === value);
  if (!own) return [first];
  const reach = own.voters.length + own.unheard.length;
  const needed = quorumIn(state, pick.ballot);
  const silent = own.unheard.length === 0 ? '' : ` with ${membersNames(own.unheard)}, unheard,`;
  return [
    first,
    {
      text: `${upperFirst(name)} cannot: ${membersNames(own.voters)} voted for it, and${silent} that makes ${inWords(reach)} at most, of the ${inWords(needed)} it takes.`,
      cells: inColumn(own.voters, pick.ballot),
    },
  ];
}
