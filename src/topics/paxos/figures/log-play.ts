import { appliedBy, currentBallot, dutiesOf, leaderOf } from '../engine/log/derived.ts';
import { nextUseful } from '../engine/log/menu.ts';
import { memberName, slotList, slotName } from '../engine/log/names.ts';
import type { Place } from '../engine/log/reasons.ts';
import { refusalOf } from '../engine/log/refusal.ts';
import { isLegal } from '../engine/log/rules.ts';
import { type Command, type LogAction, type LogState, NO_OP, NONE } from '../engine/log/types.ts';
import { describeAction } from '../engine/log/words.ts';
import type { Answer, AnswerPick } from './log-answer.ts';

/** What a press asks for: a move, or the choice of what to propose for a slot. */
export type LogPress =
  | LogAction
  | { readonly type: 'choose'; readonly ballot: number; readonly slot: number };

/** What the next useful move is about: one cell, a member's whole row, its name, or its hat. */
export interface Halo {
  readonly on: 'cell' | 'row' | 'name' | 'hat';
  readonly member: number;
  readonly slot: number;
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

/** The next useful move; where all is done, a client that sends one more command. */
export function hintOf(state: LogState): LogAction | null {
  const useful = nextUseful(state);
  if (useful) return useful;
  return isLegal(state, { type: 'submit' }) ? { type: 'submit' } : null;
}

export function haloOf(state: LogState, hint: LogAction | null): Halo | null {
  switch (hint?.type) {
    case 'accept':
      return { on: 'cell', member: hint.member, slot: hint.slot };
    case 'propose':
      return { on: 'cell', member: leaderOf(state, hint.ballot), slot: hint.slot };
    case 'promise':
      return { on: 'row', member: hint.member, slot: NONE };
    case 'ask':
      return { on: 'hat', member: leaderOf(state, hint.ballot), slot: NONE };
    case 'catch-up':
      return { on: 'name', member: hint.member, slot: NONE };
    default:
      return null;
  }
}

/** The cell's own next step; where it has none, the one whose refusal says most. */
export function pressOf(state: LogState, member: number, slot: number): LogPress {
  const ballot = currentBallot(state);
  const hint = nextUseful(state);
  if (hint?.type === 'promise' && hint.member === member) return hint;
  const vote = upTo(state.config.ballots)
    .toReversed()
    .map((b): LogAction => ({ type: 'accept', ballot: b, slot, member }))
    .find((action) => isLegal(state, action));
  if (vote) return vote;
  const mine = ballot !== NONE && leaderOf(state, ballot) === member;
  if (mine && mayChoose(state, ballot, slot)) return { type: 'choose', ballot, slot };
  const promise: LogAction = { type: 'promise', ballot: Math.max(0, ballot), member };
  if (ballot !== NONE && isLegal(state, promise)) return promise;
  const learn: LogAction = { type: 'learn', member, slot };
  if (isLegal(state, learn) || state.members[member]!.known[slot] !== null) return learn;
  if (mine && state.terms[ballot]!.proposed[slot] === null) return tried(state, ballot, slot);
  const newest = state.terms.findLastIndex((t) => t.asked);
  if (newest === NONE) return { type: 'promise', ballot: 0, member };
  return { type: 'accept', ballot: ballot === NONE ? newest : ballot, slot, member };
}

/** Whether pressing something does what it asks for. */
export function isOpen(state: LogState, press: LogPress): boolean {
  return press.type === 'choose' || isLegal(state, press);
}

/** Whether there is something to propose for a slot, and a leader who may. */
function mayChoose(state: LogState, ballot: number, slot: number): boolean {
  return proposalsFor(state, ballot, slot).some((action) => isLegal(state, action));
}

/** A proposal whose refusal says what the leader waits for. */
function tried(state: LogState, ballot: number, slot: number): LogAction {
  const sent = state.config.commands.slice(0, state.submitted);
  const value = dutiesOf(state, ballot)[slot]!.value ?? sent.at(-1) ?? NO_OP;
  return { type: 'propose', ballot, slot, value };
}

/** All that a leader might think of for a slot: what is reported, a no-op, and what waits. */
export function proposalsFor(state: LogState, ballot: number, slot: number): readonly LogAction[] {
  const term = state.terms[ballot]!;
  const { known } = state.members[leaderOf(state, ballot)]!;
  const reported = term.heard.flatMap(({ votes }) => votes[slot] ?? []);
  const votes = reported.toSorted((a, b) => b.ballot - a.ballot).map((vote) => vote.value);
  const placed = new Set<Command | null>([...known, ...term.proposed]);
  const waiting = state.config.commands.slice(0, state.submitted).filter((c) => !placed.has(c));
  return [...new Set([...votes, NO_OP, ...waiting])].map((value) => ({
    type: 'propose',
    ballot,
    slot,
    value,
  }));
}

/** The lowest ballot that a member may still ask for, or the highest that it leads. */
export function nextBallot(state: LogState, member: number): number {
  const own = upTo(state.config.ballots).filter((b) => leaderOf(state, b) === member);
  const legal = own.find((ballot) => isLegal(state, { type: 'ask', ballot }));
  return legal ?? own.findLast((b) => b <= state.members[member]!.promised) ?? own.at(-1) ?? NONE;
}

/** A press on a member's hat; `null` where it leads no ballot. */
export function hatPress(state: LogState, member: number): LogAction | null {
  const ballot = nextBallot(state, member);
  return ballot === NONE ? null : { type: 'ask', ballot };
}

/** The words that make a reader press, or not. */
export function pressWords(state: LogState, press: LogPress): string {
  if (press.type === 'choose') {
    return `Choose what ${memberName(leaderOf(state, press.ballot))} proposes for ${slotName(press.slot)}`;
  }
  return isLegal(state, press) ? describeAction(state, press) : 'See why nothing is to be done';
}

/** Where the reader tried what may not be done. */
export function triedAt(state: LogState, action: LogAction): Place | null {
  switch (action.type) {
    case 'propose':
      return { member: leaderOf(state, action.ballot), slot: action.slot };
    case 'accept':
    case 'learn':
      return { member: action.member, slot: action.slot };
    default:
      return null;
  }
}

/** What the reader has before it, beside the frame. */
export interface Asked {
  /** The move that was refused. */
  readonly tried: LogAction | null;
  /** The slot that it chooses a value for. */
  readonly slot: number | null;
  /** The member whose menu is open. */
  readonly member: number | null;
}

/** What stands below the log when it can be played. */
export function answerOf(state: LogState, { tried, slot, member }: Asked): Answer {
  const refused = tried && refusalOf(state, tried);
  if (refused) {
    const { title, rule, reasons } = refused;
    const picks = tried.type === 'propose' ? choices(state, tried.ballot, tried.slot) : [];
    return {
      tone: 'refused',
      title,
      rule: `The rule: ${rule}`,
      lines: reasons.map(({ text }, i) => ({ text, number: i + 1 })),
      picks: picks.some((pick) => pick.may) ? picks : [],
    };
  }
  const ballot = currentBallot(state);
  if (slot !== null && ballot !== NONE) return choiceAnswer(state, ballot, slot);
  if (member !== null && member < state.config.members) return menuAnswer(state, member);
  return hintAnswer(state);
}

function choiceAnswer(state: LogState, ballot: number, slot: number): Answer {
  const leader = memberName(leaderOf(state, ballot));
  const duty = dutiesOf(state, ballot)[slot]!;
  const why: Readonly<Record<typeof duty.kind, string>> = {
    copy: 'A vote is reported for it. Try another value to see what stands against it.',
    gap: 'No vote is reported for it, but one is behind it. Try a command to see what stands against it.',
    free: 'No vote is reported for it or behind it.',
    known: '',
    proposed: '',
  };
  return {
    tone: 'active',
    title: `What does ${leader} propose for ${slotName(slot)}?`,
    rule: '',
    lines: [{ text: why[duty.kind] }],
    picks: choices(state, ballot, slot),
  };
}

function choices(state: LogState, ballot: number, slot: number): readonly AnswerPick[] {
  const words = { copy: 'copy', gap: 'fill', free: 'put', known: '', proposed: '' } as const;
  const kind = dutiesOf(state, ballot)[slot]!.kind;
  return proposalsFor(state, ballot, slot).flatMap((action) => {
    if (action.type !== 'propose') return [];
    const may = isLegal(state, action);
    const says = may ? describeAction(state, action) : `Try ${action.value} for ${slotName(slot)}`;
    const name = `pick-${action.value}`;
    return [{ name, word: may ? words[kind] : '', says, action, may, icon: action.value }];
  });
}

/** What can be done to one member. */
function menuAnswer(state: LogState, member: number): Answer {
  const { up, promised } = state.members[member]!;
  const applied = appliedBy(state, state.members[member]!);
  const ballot = currentBallot(state);
  const moves: (LogAction | null)[] = up
    ? [
        ballot === NONE ? null : { type: 'promise', ballot, member },
        { type: 'catch-up', member },
        hatPress(state, member),
        { type: 'crash', member },
      ]
    : [{ type: 'restart', member }];
  const has = promised === NONE ? 'has promised nothing' : `has promised ballot ${promised}`;
  const log = applied.length === 0 ? 'applied nothing' : `applied ${slotList(applied)}`;
  return {
    tone: 'active',
    title: memberName(member),
    rule: '',
    lines: [{ text: `It ${up ? 'is there' : 'is down'}, ${has} and ${log}.` }],
    picks: moves.flatMap((action) => (action ? [pickOf(state, action)] : [])),
  };
}

const WORDS: Readonly<Record<LogAction['type'], (action: LogAction) => string>> = {
  submit: () => 'Send a command',
  ask: (action) => `Ask for ballot ${'ballot' in action ? action.ballot : ''}`,
  promise: (action) => `Promise ballot ${'ballot' in action ? action.ballot : ''}`,
  propose: () => 'Propose',
  accept: () => 'Accept',
  learn: () => 'Learn',
  'catch-up': () => 'Catch up',
  crash: () => 'Crash',
  restart: () => 'Restart',
};

function pickOf(state: LogState, action: LogAction): AnswerPick {
  const may = isLegal(state, action);
  const word = WORDS[action.type](action);
  const says = may ? describeAction(state, action) : `${word}: see why not`;
  return { name: `do-${action.type}`, word, says, action, may };
}

function hintAnswer(state: LogState): Answer {
  const hint = hintOf(state);
  if (!hint) {
    return {
      tone: 'fresh',
      title: 'Nothing is left to do',
      rule: '',
      lines: [{ text: 'Who is there knows all that is chosen, and all commands are sent.' }],
      picks: [],
    };
  }
  const words = describeAction(state, hint);
  const pick = { name: 'hint', word: 'Make the move', says: `Make the move: ${words}` };
  return {
    tone: 'calm',
    title: 'Next useful move',
    rule: '',
    lines: [{ text: `${words}.` }],
    picks: [{ ...pick, action: hint, may: true }],
  };
}
