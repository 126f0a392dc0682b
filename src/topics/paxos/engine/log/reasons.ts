import { dutiesOf, highestReport, isPrepared, leaderOf, nextCommand, quorumOf } from './derived.ts';
import { ballotName, memberName, membersNames, slotName } from './names.ts';
import { type Command, type LogState, NO_OP } from './types.ts';

/** A place in the log: one member's copy of a slot, or with `null` the member itself. */
export interface Place {
  readonly member: number;
  readonly slot: number | null;
}

export interface Reason {
  readonly text: string;
  /** Where to look; empty if it is about no place. */
  readonly cells: readonly Place[];
}

/** A proposal that is made, or tried. */
export interface Proposal {
  readonly ballot: number;
  readonly slot: number;
  readonly value: Command;
}

export const about = (text: string, ...cells: readonly Place[]): readonly Reason[] => [
  { text, cells },
];
export const wholeOf = (member: number): Place => ({ member, slot: null });

export function closedReasons(
  state: LogState,
  member: number,
  ballot: number,
  where: string,
): readonly Reason[] {
  const { promised } = state.members[member]!;
  const name = memberName(member);
  const text =
    promised === ballot
      ? `${name} takes part in ${ballotName(ballot)} already.`
      : `${name} has promised ${ballotName(promised)}, so ${ballotName(ballot)} is closed to it${where}.`;
  return about(text, wholeOf(member));
}

/** Why a leader may not propose yet: whom it has not heard. */
export function silentReasons(state: LogState, ballot: number): readonly Reason[] {
  const leader = memberName(leaderOf(state, ballot));
  const silent = unheardIn(state, ballot);
  const count = state.terms[ballot]!.heard.length;
  return [
    {
      text: `${leader} has heard ${count} of the ${quorumOf(state)} promises that a proposal needs.`,
      cells: [],
    },
    {
      text: `${membersNames(silent)} may have accepted what ${leader} does not know of.`,
      cells: silent.map(wholeOf),
    },
  ];
}

function unheardIn(state: LogState, ballot: number): readonly number[] {
  const heard = new Set(state.terms[ballot]!.heard.map((r) => r.member));
  return state.members.map((_, member) => member).filter((member) => !heard.has(member));
}

/** Why no other value may be proposed: the report, and what may have come of it. */
export function copyReasons(state: LogState, { ballot, slot }: Proposal): readonly Reason[] {
  const highest = highestReport(state, ballot, slot)!;
  const leader = memberName(leaderOf(state, ballot));
  const holders = state.terms[ballot]!.heard.filter(
    ({ votes }) => votes[slot]?.ballot === highest.ballot,
  ).map(({ member }) => member);
  const copies: Reason = {
    text: `${leader} has to copy ${highest.value}: of the votes reported for ${slotName(slot)} it has the highest ballot, ${highest.ballot}.`,
    cells: holders.map((member) => ({ member, slot })),
  };
  const silent = unheardIn(state, ballot);
  if (silent.length === 0 || holders.length + silent.length < quorumOf(state)) return [copies];
  const verb = silent.length === 1 ? 'is' : 'are';
  return [
    copies,
    {
      text: `${membersNames(silent)} ${verb} not heard from: with ${membersNames(holders)} that may be a quorum, and ${highest.value} may be chosen.`,
      cells: silent.map((member) => ({ member, slot })),
    },
  ];
}

/** Why only a no-op goes into a gap: what lies behind it. */
export function gapReasons(state: LogState, { ballot, slot }: Proposal): readonly Reason[] {
  const { heard } = state.terms[ballot]!;
  const leader = leaderOf(state, ballot);
  const { known } = state.members[leader]!;
  const later = known.findLastIndex((value, s) => value !== null || votedIn(s));
  function votedIn(s: number): boolean {
    return heard.some(({ votes }) => votes[s] !== null);
  }
  const reporters = heard.filter(({ votes }) => votes[later]).map(({ member }) => member);
  const behind = reporters.length > 0 ? reporters : [leader];
  return [
    {
      text: `${slotName(slot, true)} is a gap: no vote is reported there, but one is in a later slot.`,
      cells: behind.map((member) => ({ member, slot: later })),
    },
    {
      text: 'A new command would be applied before that one, so only a no-op goes there.',
      cells: [{ member: leader, slot }],
    },
  ];
}

/** What is wrong with a proposal for a slot that is free; `null` if nothing is. */
export function freeFault(
  state: LogState,
  { ballot, slot, value }: Proposal,
): { readonly rule: string; readonly reasons: readonly Reason[] } | null {
  const duties = dutiesOf(state, ballot);
  if (duties[slot]!.kind !== 'free') return null;
  const leader = leaderOf(state, ballot);
  const name = memberName(leader);
  if (value === NO_OP) {
    const text = `${slotName(slot, true)} is free, and a no-op only fills a gap.`;
    return { rule: 'Put a no-op only into a gap.', reasons: about(text, { member: leader, slot }) };
  }
  const first = duties.findIndex((d) => d.kind === 'free');
  if (slot !== first) {
    const text = `${slotName(first, true)} is free too, and the slots are filled in order.`;
    const reasons = about(text, { member: leader, slot: first });
    return { rule: 'Give a new command the first free slot.', reasons };
  }
  const next = nextCommand(state, ballot);
  if (next === value) return null;
  const { commands } = state.config;
  const rule = 'Place each command once, in the order they were sent.';
  if (next !== null && commands.indexOf(value) > commands.indexOf(next)) {
    const text = `${next} was sent before ${value}, and the commands are placed in order.`;
    return { rule, reasons: about(text) };
  }
  const has = duties.findIndex((d) => d.value === value);
  const text = `${name} has a slot for ${value} already.`;
  return { rule, reasons: about(text, ...(has < 0 ? [] : [{ member: leader, slot: has }])) };
}

/** The duties of a leader mean something: a quorum is heard, or the rule to wait is off. */
export function knowsDuties(state: LogState, ballot: number): boolean {
  return isPrepared(state, ballot) || state.config.broken === 'skip-phase-1';
}
