import {
  appliedBy,
  choosingBallots,
  currentBallot,
  dutiesOf,
  isPrepared,
  leaderOf,
  nextCommand,
  quorumOf,
  tellerOf,
  votesIn,
} from './derived.ts';
import {
  ballotName,
  capital,
  inWords,
  memberName,
  slotList,
  slotName,
  slotsName,
} from './names.ts';
import { type LogAction, type LogEvent, type LogState, NO_OP, NONE } from './types.ts';

type Of<Kind extends LogEvent['kind']> = Extract<LogEvent, { readonly kind: Kind }>;

const find = <Kind extends LogEvent['kind']>(
  events: readonly LogEvent[],
  kind: Kind,
): Of<Kind> | undefined => events.find((e): e is Of<Kind> => e.kind === kind);

const named = (value: string) => (value === NO_OP ? 'a no-op' : value);

/** One or two plain sentences: what happened and why. */
export function captionOf(state: LogState, events: readonly LogEvent[]): string {
  const first = events[0];
  if (!first) return openingWords(state);
  switch (first.kind) {
    case 'submit':
      return submitWords(state, first);
    case 'ask':
      return `${memberName(first.member)} asks everyone to promise ${ballotName(first.ballot)}, once for all ${inWords(state.config.slots)} slots, and promises it itself.${ownVotes(state, first)}`;
    case 'promise':
      return promiseWords(state, first);
    case 'propose':
      return proposeWords(state, first);
    case 'accept':
      return acceptWords(state, first, events);
    case 'learn':
      return learnWords(state, first, events);
    case 'crash':
      return crashWords(state, first);
    case 'restart':
      return `${memberName(first.member)} is back with what it had on disk: its promise, its votes and what it knew. It leads nothing until it asks with a higher ballot.`;
    default:
      return '';
  }
}

function openingWords({ config }: LogState): string {
  const { members, slots } = config;
  return `${capital(inWords(members))} members keep one log of ${inWords(slots)} slots. Each slot will hold one command, and nobody leads yet.`;
}

function submitWords(state: LogState, { command }: Of<'submit'>): string {
  const ballot = currentBallot(state);
  if (ballot === NONE || !isPrepared(state, ballot)) {
    return `A client sends ${command}. It waits until there is a leader to give it a slot.`;
  }
  const leader = memberName(leaderOf(state, ballot));
  const slot = dutiesOf(state, ballot).findIndex((d) => d.kind === 'free');
  if (slot < 0) return `A client sends ${command}, but the log has no slot left.`;
  if (nextCommand(state, ballot) !== command) {
    return `A client sends ${command}. It waits behind those that ${leader} has yet to place.`;
  }
  return `A client sends ${command}. ${leader} has a quorum's promises for every slot, so ${slotName(slot)} can take it at once.`;
}

function ownVotes(state: LogState, { ballot, member }: Of<'ask'>): string {
  const slots = reportedSlots(state, ballot, member);
  return slots.length === 0 ? '' : ` It has votes of its own to count in, in ${slotsName(slots)}.`;
}

function reportedSlots(state: LogState, ballot: number, member: number): readonly number[] {
  const report = state.terms[ballot]!.heard.find((r) => r.member === member);
  return report?.votes.flatMap((vote, slot) => (vote ? [slot] : [])) ?? [];
}

function promiseWords(state: LogState, { ballot, member, heard, quorum }: Of<'promise'>): string {
  const leader = memberName(leaderOf(state, ballot));
  const name = memberName(member);
  if (!heard)
    return `${name} promises ${ballotName(ballot)}, but ${leader} has gone and does not hear it.`;
  const slots = reportedSlots(state, ballot, member);
  const brings =
    slots.length === 0
      ? 'and reports that it has accepted nothing'
      : `and reports its votes in ${slotsName(slots)}`;
  const promise = `${name} promises ${ballotName(ballot)} for every slot, ${brings}.`;
  const count = state.terms[ballot]!.heard.length;
  if (!quorum) return `${promise} ${leader} has heard ${count} of ${state.config.members}.`;
  return `${promise} ${quorumWords(state, ballot)}`;
}

/** What a leader knows it has to do, once it has heard enough. */
function quorumWords(state: LogState, ballot: number): string {
  const leader = memberName(leaderOf(state, ballot));
  const duties = dutiesOf(state, ballot);
  const slotsOf = (kind: string) => duties.flatMap((d, slot) => (d.kind === kind ? [slot] : []));
  const [copies, gaps] = [slotsOf('copy'), slotsOf('gap')];
  if (copies.length === 0 && gaps.length === 0) {
    return `That is a quorum, and phase 1 is over for every slot: ${leader} is free to propose.`;
  }
  const tasks = [
    copies.length > 0 ? `copy what is reported in ${slotsName(copies)}` : '',
    gaps.length > 0
      ? `fill ${gaps.length === 1 ? 'the gap' : 'the gaps'} in ${slotsName(gaps)}`
      : '',
  ].filter((task) => task !== '');
  return `That is a quorum: ${leader} has to ${tasks.join(' and ')}.`;
}

function proposeWords(state: LogState, event: Of<'propose'>): string {
  const { ballot, slot, member, value, ground } = event;
  const name = memberName(member);
  if (ground === 'gap') {
    return `Nobody in ${name}'s quorum has a vote in ${slotName(slot)}, so nothing was chosen there. ${name} proposes a no-op: otherwise no later slot could ever be applied.`;
  }
  if (ground === 'report') {
    return `${name} proposes ${named(value)} for ${slotName(slot)} again, now in ${ballotName(ballot)}. It is the reported vote with the highest ballot there, and it may have been chosen.`;
  }
  const proposes = `${name} proposes ${value} for ${slotName(slot)} in ${ballotName(ballot)} and accepts it itself.`;
  const placed = state.terms[ballot]!.proposed.filter((v) => v !== null).length;
  const sent = state.config.commands.indexOf(value);
  const late =
    sent < state.submitted - 1
      ? ` Its client has waited since before ${state.config.commands[state.submitted - 1]}.`
      : '';
  if (late && placed > 1) return `${proposes}${late}`;
  if (placed === 1) return `${proposes} Only phase 2 is left to do.`;
  const open = state.terms[ballot]!.proposed.flatMap((v, s) =>
    v !== null && s < slot && choosingBallots(state, s).length === 0 ? [s] : [],
  );
  const covers = 'The promises it has cover this slot too, so there is no phase 1';
  return open.length === 0
    ? `${proposes} ${covers}.`
    : `${proposes} ${covers}, and it does not wait for ${slotsName(open)}.`;
}

function acceptWords(state: LogState, event: Of<'accept'>, events: readonly LogEvent[]): string {
  const { ballot, slot, member, value } = event;
  const accepts = `${memberName(member)} accepts ${named(value)} in ${slotName(slot)}, ${ballotName(ballot)}.`;
  const chosen = find(events, 'chosen');
  const count = votesIn(state, ballot, slot);
  if (chosen) return `${accepts} ${chosenWords(state, chosen, events)}`;
  const before = choosingBallots(state, slot)[0];
  if (before === undefined) {
    return `${accepts} ${capital(inWords(count))} of the ${inWords(quorumOf(state))} votes it needs ${count === 1 ? 'is' : 'are'} there.`;
  }
  return before === ballot
    ? `${accepts} It was chosen there before; one more member holds it now.`
    : `${accepts} It was chosen in ${ballotName(before)}, so no other value could have been proposed.`;
}

function chosenWords(state: LogState, chosen: Of<'chosen'>, events: readonly LogEvent[]): string {
  const { ballot, slot, again } = chosen;
  const leader = memberName(leaderOf(state, ballot));
  const quorum = `${inWords(quorumOf(state))} of ${inWords(state.config.members)}`;
  const known = find(events, 'learn');
  if (!known && again) return `That is ${quorum}, in a slot where it had been chosen before.`;
  if (!known) {
    return `That is ${quorum}, so ${slotName(slot)} is chosen, but ${leader} is not there to count: nobody knows.`;
  }
  const now = again
    ? `That is ${quorum}. It had been chosen before, and only now somebody knows: ${leader}.`
    : `That is ${quorum}: ${slotName(slot)} is chosen, and ${leader} knows it.`;
  return `${now}${appliedWords(state, leaderOf(state, ballot), events, slot)}`;
}

/** What a member can apply, after it has come to know of one slot or of several. */
function appliedWords(
  state: LogState,
  member: number,
  events: readonly LogEvent[],
  slot: number,
): string {
  const applied = find(events, 'apply')?.slots ?? [];
  if (applied.length > 1) return ` It can apply ${slotsName(applied)} at last.`;
  if (applied.length === 1) return '';
  const hole = appliedBy(state, state.members[member]!).length;
  return hole < slot ? ` It cannot apply it yet: it does not know ${slotName(hole)}.` : '';
}

function learnWords(state: LogState, event: Of<'learn'>, events: readonly LogEvent[]): string {
  const { member, from, slots } = event;
  const name = memberName(member);
  const applied = find(events, 'apply')?.slots ?? [];
  const does = applied.length > 0 ? `It applies ${slotsName(applied)}.` : '';
  if (slots.length > 1) {
    return `${memberName(from)} sends ${name} what it missed: ${slotsName(slots)}. ${does || appliedWords(state, member, events, slots[0]!).trim()}`.trim();
  }
  const slot = slots[0]!;
  const tells = `${memberName(from)} tells ${name} that ${slotName(slot)} holds ${named(state.members[member]!.known[slot]!)}.`;
  if (applied.length > 1)
    return `${tells} That closes its hole, and it applies ${slotsName(applied)}.`;
  if (applied.length === 1)
    return `${tells} Until now it was chosen without ${name} knowing; ${name} applies it.`;
  return `${tells}${appliedWords(state, member, events, slot)}`;
}

function crashWords(state: LogState, { member }: Of<'crash'>): string {
  const name = memberName(member);
  const led = state.terms.findLastIndex((t, b) => t.asked && leaderOf(state, b) === member);
  const current = currentBallot(state);
  if (led === NONE || (current !== NONE && current > led)) {
    return `${name} crashes. What it promised and accepted is on its disk, and the others go on without it.`;
  }
  const open = state.config.commands
    .slice(0, state.submitted)
    .filter((c) => !state.members.some((m) => m.known.includes(c)));
  const waiting = open.length === 0 ? '' : ` The clients of ${listed(open)} have no answer.`;
  return `${name} crashes while it leads ${ballotName(led)}.${waiting} What it sent may still arrive, but nobody counts the votes.`;
}

const listed = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** The action in words, for the what-if menu. */
export function describeAction(state: LogState, action: LogAction): string {
  switch (action.type) {
    case 'submit':
      return `A client sends ${state.config.commands[state.submitted] ?? 'a command'}`;
    case 'ask':
      return `Let ${memberName(leaderOf(state, action.ballot))} ask for ${ballotName(action.ballot)}`;
    case 'promise':
      return `${memberName(action.member)} promises ${ballotName(action.ballot)}`;
    case 'propose':
      return `${memberName(leaderOf(state, action.ballot))} proposes ${named(action.value)} for ${slotName(action.slot)} in ${ballotName(action.ballot)}`;
    case 'accept':
      return `${memberName(action.member)} accepts ${named(state.terms[action.ballot]?.proposed[action.slot] ?? 'a value')} in ${slotName(action.slot)}, ${ballotName(action.ballot)}`;
    case 'learn': {
      const from = tellerOf(state, action.member, action.slot);
      const who = from === NONE ? 'Somebody' : memberName(from);
      return `${who} tells ${memberName(action.member)} of slot ${slotList([action.slot])}`;
    }
    case 'catch-up':
      return `${memberName(action.member)} catches up`;
    case 'crash':
      return `Crash ${memberName(action.member)}`;
    case 'restart':
      return `Restart ${memberName(action.member)}`;
  }
}
