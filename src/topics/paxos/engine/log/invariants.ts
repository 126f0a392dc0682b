import { appliedBy, choosingBallots } from './derived.ts';
import { memberName, slotName } from './names.ts';
import { type LogState, NO_OP } from './types.ts';

type Check = (state: LogState) => string | null;

/** The first complaint about any slot. */
const everySlot =
  (check: (state: LogState, slot: number) => string | null): Check =>
  (state) => {
    for (let slot = 0; slot < state.config.slots; slot += 1) {
      const wrong = check(state, slot);
      if (wrong !== null) return wrong;
    }
    return null;
  };

const agreement = everySlot((state, slot) => {
  const [first, ...rest] = choosingBallots(state, slot);
  if (first === undefined) return null;
  const value = state.terms[first]!.proposed[slot]!;
  const other = rest.find((ballot) => state.terms[ballot]!.proposed[slot] !== value);
  return other === undefined
    ? null
    : `${slotName(slot, true)} holds ${value}, chosen in ballot ${first}, and ${state.terms[other]!.proposed[slot]}, chosen in ballot ${other}.`;
});

const validity = everySlot((state, slot) => {
  const sent = state.config.commands.slice(0, state.submitted);
  for (const { proposed } of state.terms) {
    const value = proposed[slot]!;
    if (value !== null && value !== NO_OP && !sent.includes(value)) {
      return `${value} is proposed for ${slotName(slot)}, and no client has sent it.`;
    }
  }
  return null;
});

const oneValue = everySlot((state, slot) => {
  for (const [member, { accepted }] of state.members.entries()) {
    const vote = accepted[slot];
    if (vote && state.terms[vote.ballot]!.proposed[slot] !== vote.value) {
      return `${memberName(member)} accepted ${vote.value} in ${slotName(slot)}, ballot ${vote.ballot}, where ${state.terms[vote.ballot]!.proposed[slot]} was proposed.`;
    }
  }
  return null;
});

const knowledge = everySlot((state, slot) => {
  const chosen = choosingBallots(state, slot).map((ballot) => state.terms[ballot]!.proposed[slot]);
  for (const [member, { known }] of state.members.entries()) {
    const value = known[slot]!;
    if (value !== null && !chosen.includes(value)) {
      return `${memberName(member)} takes ${value} to be chosen in ${slotName(slot)}, and it is not.`;
    }
  }
  return null;
});

/** Of any two members one has applied a prefix of what the other has. */
const prefixes: Check = (state) => {
  const logs = state.members.map((m) => appliedBy(state, m).map((slot) => m.known[slot]!));
  for (const [a, mine] of logs.entries()) {
    for (const [b, other] of logs.entries()) {
      const at = mine.findIndex((value, i) => i < other.length && other[i] !== value);
      if (at >= 0) {
        return `${memberName(a)} applied ${mine[at]} where ${memberName(b)} applied ${other[at]}.`;
      }
    }
  }
  return null;
};

export const invariants: Readonly<Record<string, Check>> = {
  'one value chosen in a slot': agreement,
  'only what a client sent, or a no-op': validity,
  'one value for a ballot and slot': oneValue,
  'what is known is chosen': knowledge,
  'the same commands in the same order': prefixes,
};
