import type { Frame } from '../../../lab/engine.ts';
import {
  appliedBy,
  choosingBallots,
  chosenIn,
  currentBallot,
  type Duty,
  dutiesOf,
  isPrepared,
  leaderOf,
  quorumOf,
  votesIn,
} from '../engine/log/derived.ts';
import { memberName, slotList } from '../engine/log/names.ts';
import {
  type Command,
  type LogAction,
  type LogEvent,
  type LogState,
  NONE,
} from '../engine/log/types.ts';

export type LogFrame = Frame<LogState, LogAction, LogEvent>;

/** One member's copy of one slot. */
export interface LogCell {
  readonly slot: number;
  /** What it knows to be there, else what it accepted. */
  readonly value: Command | null;
  /** The ballot it accepted that in; `null` where it was told. */
  readonly ballot: number | null;
  /** What it accepted where something else was chosen. */
  readonly overruled: Command | null;
  /** It knows that this is chosen. */
  readonly known: boolean;
  /** Its vote is one of a quorum's. */
  readonly solid: boolean;
  /** This frame wrote or read it. */
  readonly touched: boolean;
  /** Nothing is here, and a leader has found the slot to be a gap. */
  readonly gap: boolean;
}

export interface LogRow {
  readonly member: number;
  readonly name: string;
  readonly up: boolean;
  readonly promised: string;
  /** "applied 1 to 4". */
  readonly applied: string;
  /** What keeps it from applying more; empty if nothing does. */
  readonly waits: string;
  /** How many slots it has applied. */
  readonly prefix: number;
  /** The prefix grew in this frame. */
  readonly grew: boolean;
  readonly hat: 'none' | 'asked' | 'choosing';
  readonly touched: boolean;
  /** What the leader has heard of it. */
  readonly heard: string;
  readonly cells: readonly LogCell[];
}

/** What the leader has to put into a slot. */
export interface LogPlan {
  readonly kind: Duty['kind'];
  readonly value: Command | null;
  readonly word: string;
}

export interface LogColumn {
  readonly slot: number;
  readonly status: 'chosen' | 'unknown' | 'gap' | 'voted' | 'open';
  readonly word: string;
  /** The same where there is little room; the lock stands for "chosen". */
  readonly short: string;
  readonly touched: boolean;
  readonly plan: LogPlan | null;
}

export interface LogView {
  readonly rows: readonly LogRow[];
  readonly columns: readonly LogColumn[];
  /** Who leads, and in which ballot; `null` if nobody does. */
  readonly leader: { readonly name: string; readonly ballot: number } | null;
  /** "3 of 5: a quorum". */
  readonly heard: string;
  /** The same as a sentence. */
  readonly sentence: string;
  /** Commands sent that no running member knows to be chosen, in order. */
  readonly waiting: readonly { readonly value: Command; readonly fresh: boolean }[];
}

/** A log as rows of members and columns of slots, and what its leader has to do. */
export function logView({ state, events }: LogFrame): LogView {
  const ballot = currentBallot(state);
  const columns = columnsOf(state, ballot, events);
  return {
    rows: state.members.map((_, member) => rowOf(state, member, ballot, columns, events)),
    columns,
    leader: ballot === NONE ? null : { name: memberName(leaderOf(state, ballot)), ballot },
    heard: heardCount(state, ballot),
    sentence: heardSentence(state, ballot),
    waiting: waitingOf(state, events),
  };
}

const WORDS: Readonly<Record<Duty['kind'], string>> = {
  proposed: 'put',
  known: 'known',
  copy: 'copy',
  gap: 'fill',
  free: 'free',
};

function columnsOf(state: LogState, ballot: number, events: readonly LogEvent[]): LogColumn[] {
  const duties = ballot !== NONE && isPrepared(state, ballot) ? dutiesOf(state, ballot) : null;
  return Array.from({ length: state.config.slots }, (_, slot) => {
    const duty = duties?.[slot] ?? null;
    const touched = events.some((e) => 'slot' in e && e.slot === slot);
    const plan: LogPlan | null = duty && {
      kind: duty.kind,
      value: duty.value,
      word: duty.kind === 'free' && duty.value !== null ? 'next' : WORDS[duty.kind],
    };
    return { slot, touched, plan, ...statusOf(state, slot, duty) };
  });
}

function statusOf(
  state: LogState,
  slot: number,
  duty: Duty | null,
): Pick<LogColumn, 'status' | 'word' | 'short'> {
  if (chosenIn(state, slot) !== null) {
    const known = state.members.some((m) => m.up && m.known[slot] !== null);
    return known
      ? { status: 'chosen', word: 'chosen', short: '' }
      : { status: 'unknown', word: 'unknown', short: '?' };
  }
  const most = Math.max(...state.terms.map((_, ballot) => votesIn(state, ballot, slot)));
  if (duty?.kind === 'gap') return { status: 'gap', word: 'gap', short: 'gap' };
  if (most === 0) return { status: 'open', word: 'open', short: 'open' };
  const newest = state.terms.findLastIndex((_, ballot) => votesIn(state, ballot, slot) > 0);
  const votes = votesIn(state, newest, slot);
  const needed = quorumOf(state);
  return { status: 'voted', word: `${votes} of ${needed}`, short: `${votes}/${needed}` };
}

function rowOf(
  state: LogState,
  member: number,
  ballot: number,
  columns: readonly LogColumn[],
  events: readonly LogEvent[],
): LogRow {
  const { up, promised, known } = state.members[member]!;
  const applied = appliedBy(state, state.members[member]!);
  const beyond = known.flatMap((value, slot) =>
    value !== null && slot >= applied.length ? [slot] : [],
  );
  const leads = ballot !== NONE && leaderOf(state, ballot) === member;
  return {
    member,
    name: memberName(member),
    up,
    promised: promised === NONE ? 'no promise' : `promised ${promised}`,
    applied: applied.length === 0 ? 'nothing applied' : `applied ${slotList(applied)}`,
    waits: beyond.length === 0 ? '' : `knows ${slotList(beyond)}, not ${applied.length + 1}`,
    prefix: applied.length,
    grew: events.some((e) => e.kind === 'apply' && e.member === member),
    hat: !leads ? 'none' : isPrepared(state, ballot) ? 'choosing' : 'asked',
    touched: actorOf(events) === member,
    heard: heardOf(state, member, ballot),
    cells: columns.map((column) => cellOf(state, member, column, events)),
  };
}

/** Whose doing this frame is. */
function actorOf(events: readonly LogEvent[]): number {
  const first = events[0];
  return first && 'member' in first ? first.member : NONE;
}

function cellOf(
  state: LogState,
  member: number,
  column: LogColumn,
  events: readonly LogEvent[],
): LogCell {
  const { slot, status } = column;
  const { accepted, known } = state.members[member]!;
  const vote = accepted[slot] ?? null;
  const told = known[slot] ?? null;
  const overruled = told !== null && vote !== null && vote.value !== told;
  return {
    slot,
    value: told ?? vote?.value ?? null,
    ballot: vote === null || overruled ? null : vote.ballot,
    overruled: overruled ? vote.value : null,
    known: told !== null,
    solid: told !== null || (vote !== null && choosingBallots(state, slot).includes(vote.ballot)),
    touched: events.some((e) => touches(e, member, slot, vote !== null)),
    gap: vote === null && told === null && status === 'gap',
  };
}

function touches(event: LogEvent, member: number, slot: number, voted: boolean): boolean {
  if (!('member' in event) || event.member !== member) return false;
  if (event.kind === 'accept' || event.kind === 'propose') return event.slot === slot;
  if (event.kind === 'learn') return event.slots.includes(slot);
  // A promise brings what its member has accepted.
  return (event.kind === 'promise' || event.kind === 'ask') && voted;
}

function heardOf(state: LogState, member: number, ballot: number): string {
  if (ballot === NONE) return '';
  const report = state.terms[ballot]!.heard.find((r) => r.member === member);
  if (!report) return 'not heard from';
  const slots = report.votes.flatMap((vote, slot) => (vote ? [slot] : []));
  return slots.length === 0 ? 'has no votes' : `votes in ${slotList(slots)}`;
}

function heardCount(state: LogState, ballot: number): string {
  if (ballot === NONE) return '';
  const count = `${state.terms[ballot]!.heard.length} of ${state.config.members}`;
  return isPrepared(state, ballot) ? `${count}: a quorum` : `${count} so far`;
}

function heardSentence(state: LogState, ballot: number): string {
  if (ballot === NONE) return 'Nobody leads.';
  const names = state.terms[ballot]!.heard.map((r) => memberName(r.member));
  const list =
    names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `${memberName(leaderOf(state, ballot))}, ballot ${ballot}, has heard ${list}: ${heardCount(state, ballot).replace(':', ',')}.`;
}

function waitingOf(state: LogState, events: readonly LogEvent[]): LogView['waiting'] {
  return state.config.commands
    .slice(0, state.submitted)
    .filter((command) => !state.members.some((m) => m.up && m.known.includes(command)))
    .map((value) => ({
      value,
      fresh: events.some((e) => e.kind === 'submit' && e.command === value),
    }));
}
