import {
  bestTeller,
  dutiesOf,
  highestReport,
  isPrepared,
  leaderOf,
  nextCommand,
  quorumOf,
  tellerOf,
} from './derived.ts';
import { ballotName, memberName, slotName } from './names.ts';
import type { LogAction, LogState } from './types.ts';
import { NO_OP } from './types.ts';

type Of<Type extends LogAction['type']> = Extract<LogAction, { readonly type: Type }>;

/** `null` if the action is legal, else the rule it breaks, in words. */
export function refusal(state: LogState, action: LogAction): string | null {
  return outOfBounds(state, action) ?? broken(state, action);
}

function outOfBounds({ config }: LogState, action: LogAction): string | null {
  const within = (n: number, limit: number) => Number.isInteger(n) && n >= 0 && n < limit;
  if ('member' in action && !within(action.member, config.members)) {
    return `There is no member ${action.member}: they are R0 to R${config.members - 1}.`;
  }
  if ('ballot' in action && !within(action.ballot, config.ballots)) {
    return `Ballots go from 0 to ${config.ballots - 1} here.`;
  }
  if ('slot' in action && !within(action.slot, config.slots)) {
    return `The log has slots 1 to ${config.slots}.`;
  }
  return null;
}

function broken(state: LogState, action: LogAction): string | null {
  switch (action.type) {
    case 'submit':
      return state.submitted < state.config.commands.length
        ? null
        : 'The clients have sent all their commands.';
    case 'ask':
      return askRefusal(state, action);
    case 'promise':
      return promiseRefusal(state, action);
    case 'propose':
      return proposeRefusal(state, action);
    case 'accept':
      return acceptRefusal(state, action);
    case 'learn':
      return learnRefusal(state, action);
    case 'catch-up':
      return (
        down(state, action.member) ??
        (bestTeller(state, action.member) >= 0
          ? null
          : `Nobody who is there knows more than ${memberName(action.member)}.`)
      );
    case 'crash':
      if (state.crashes >= state.config.crashes)
        return 'There have been enough crashes in this run.';
      return down(state, action.member);
    case 'restart':
      return state.members[action.member]!.up ? `${memberName(action.member)} is running.` : null;
  }
}

function down(state: LogState, member: number): string | null {
  return state.members[member]!.up ? null : `${memberName(member)} is down.`;
}

function askRefusal(state: LogState, { ballot }: Of<'ask'>): string | null {
  const leader = leaderOf(state, ballot);
  const { promised } = state.members[leader]!;
  const gone = down(state, leader);
  if (gone) return gone;
  if (state.terms[ballot]!.asked)
    return `${memberName(leader)} has asked for ${ballotName(ballot)} before.`;
  if (promised >= ballot) {
    return `${memberName(leader)} has promised ${ballotName(promised)}, so it has to ask with a higher one.`;
  }
  return null;
}

function promiseRefusal(state: LogState, { ballot, member }: Of<'promise'>): string | null {
  const { promised } = state.members[member]!;
  const gone = down(state, member);
  if (gone) return gone;
  if (!state.terms[ballot]!.asked) {
    return `${memberName(leaderOf(state, ballot))} has not asked for ${ballotName(ballot)}.`;
  }
  if (promised === ballot)
    return `${memberName(member)} takes part in ${ballotName(ballot)} already.`;
  if (promised > ballot) {
    return `${memberName(member)} has promised ${ballotName(promised)}, so ${ballotName(ballot)} is closed to it.`;
  }
  return null;
}

function proposeRefusal(state: LogState, action: Of<'propose'>): string | null {
  const { ballot, slot } = action;
  const leader = leaderOf(state, ballot);
  const term = state.terms[ballot]!;
  const { promised, known } = state.members[leader]!;
  const name = memberName(leader);
  const gone = down(state, leader);
  if (gone) return gone;
  if (!term.asked) return `${name} has not asked for ${ballotName(ballot)}.`;
  if (!term.open)
    return `${name} has crashed since it asked for ${ballotName(ballot)}: it no longer leads it.`;
  if (promised > ballot) {
    return `${name} has promised ${ballotName(promised)}, so it proposes nothing more in ${ballotName(ballot)}.`;
  }
  if (!isPrepared(state, ballot) && state.config.broken !== 'skip-phase-1') {
    return `${name} has heard ${term.heard.length} of the ${quorumOf(state)} promises that a proposal needs.`;
  }
  if (term.proposed[slot] !== null) {
    return `${name} has proposed ${term.proposed[slot]} for ${slotName(slot)} in ${ballotName(ballot)}, and a ballot has one value a slot.`;
  }
  if (known[slot] !== null)
    return `${name} knows that ${known[slot]} is chosen in ${slotName(slot)}.`;
  return valueRefusal(state, action);
}

/** What the reports, and the clients, leave the leader to propose for one slot. */
function valueRefusal(state: LogState, { ballot, slot, value }: Of<'propose'>): string | null {
  const name = memberName(leaderOf(state, ballot));
  const { commands, broken } = state.config;
  const sent = commands.slice(0, state.submitted);
  if (value !== NO_OP && !sent.includes(value)) return `No client has sent ${value}.`;
  if (broken === 'ignore-reports') return null;
  const duties = dutiesOf(state, ballot);
  const duty = duties[slot]!;
  if (duty.kind === 'copy') {
    const reported = state.terms[ballot]!.heard.some((r) => r.votes[slot]?.value === value);
    if (duty.value === value || (broken === 'copy-any' && reported)) return null;
    const { ballot: from } = highestReport(state, ballot, slot)!;
    return `${name} has to copy ${duty.value}: of the votes reported for ${slotName(slot)} it has the highest ballot, ${from}.`;
  }
  if (duty.kind === 'gap') {
    if (value === NO_OP) return null;
    return `${slotName(slot, true)} is a gap: no vote is reported there, but one is in a later slot. A new command would be applied before that one, so only a no-op goes there.`;
  }
  if (value === NO_OP) return `${slotName(slot, true)} is free, and a no-op only fills a gap.`;
  const first = duties.findIndex((d) => d.kind === 'free');
  if (slot !== first)
    return `${slotName(first, true)} is free too, and the slots are filled in order.`;
  const next = nextCommand(state, ballot);
  if (next === value) return null;
  if (next === null || commands.indexOf(value) < commands.indexOf(next)) {
    return `${name} has a slot for ${value} already.`;
  }
  return `${next} was sent before ${value}, and the commands are placed in order.`;
}

function acceptRefusal(state: LogState, { ballot, slot, member }: Of<'accept'>): string | null {
  const { promised } = state.members[member]!;
  const term = state.terms[ballot]!;
  const gone = down(state, member);
  if (gone) return gone;
  if (term.proposed[slot] === null)
    return `Nothing is proposed for ${slotName(slot)} in ${ballotName(ballot)}.`;
  if (term.votes[slot]! & (1 << member)) {
    return `${memberName(member)} has accepted ${term.proposed[slot]} in ${slotName(slot)}, ${ballotName(ballot)}.`;
  }
  if (promised > ballot && state.config.broken !== 'break-promise') {
    return `${memberName(member)} has promised ${ballotName(promised)}, so ${ballotName(ballot)} is closed to it, in every slot.`;
  }
  return null;
}

function learnRefusal(state: LogState, { member, slot }: Of<'learn'>): string | null {
  const gone = down(state, member);
  if (gone) return gone;
  if (state.members[member]!.known[slot] !== null) {
    return `${memberName(member)} knows what ${slotName(slot)} holds.`;
  }
  return tellerOf(state, member, slot) >= 0
    ? null
    : `Nobody who is there knows of a value chosen in ${slotName(slot)}.`;
}
