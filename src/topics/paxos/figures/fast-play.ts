import { FAST, isPrepared, leaderOf, listenerOf } from '../engine/fast/derived.ts';
import { refusalOf } from '../engine/fast/refusal.ts';
import { isLegal } from '../engine/fast/rules.ts';
import { type FastAction, type FastState, NONE } from '../engine/fast/types.ts';
import { nextUseful } from '../engine/fast/useful.ts';
import { describeAction } from '../engine/fast/words.ts';
import { memberName, valueName } from '../engine/game/names.ts';
import type { Cell } from '../engine/game/reasons.ts';
import { panelOf } from './fast-panel.ts';
import type { Answer, AnswerPick } from './log-answer.ts';

/** What a press asks for: a move, or the choice between colours that have reached a member. */
export type FastPress =
  | FastAction
  /** Which of the colours sent reaches a member first. */
  | { readonly type: 'first'; readonly member: number }
  /** What the leader proposes. */
  | { readonly type: 'choose'; readonly ballot: number };

/** What the next useful move is about. */
export type Halo =
  | { readonly on: 'cell'; readonly member: number; readonly ballot: number }
  | { readonly on: 'head'; readonly ballot: number }
  | { readonly on: 'client'; readonly value: number };

const valuesOf = ({ config }: FastState) => Array.from({ length: config.values }, (_, v) => v);

const isSent = ({ sent }: FastState, value: number) => ((sent >> value) & 1) === 1;

export function haloOf(state: FastState): Halo | null {
  const hint = nextUseful(state);
  switch (hint?.type) {
    case 'open':
      return { on: 'head', ballot: FAST };
    case 'client':
      return { on: 'client', value: hint.value };
    case 'ask':
      return { on: 'head', ballot: hint.ballot };
    case 'propose':
      return { on: 'cell', member: leaderOf(state, hint.ballot), ballot: hint.ballot };
    case 'promise':
    case 'vote':
      return { on: 'cell', member: hint.member, ballot: hint.ballot };
    default:
      return null;
  }
}

/** The head of a column: its leader opens the ballot, or asks for it. */
export function headPress(ballot: number): FastAction {
  return ballot === FAST ? { type: 'open' } : { type: 'ask', ballot };
}

/** The cell's own next step; where it has none, the one whose refusal says most. */
export function pressOf(state: FastState, member: number, ballot: number): FastPress {
  return ballot === FAST ? fastPress(state, member) : classicPress(state, member, ballot);
}

function fastPress(state: FastState, member: number): FastPress {
  const sent = valuesOf(state).filter((value) => isSent(state, value));
  const votes = sent.map((value): FastAction => ({ type: 'vote', ballot: FAST, member, value }));
  const [only, ...more] = votes.filter((action) => isLegal(state, action));
  if (only) return more.length > 0 ? { type: 'first', member } : only;
  const had = state.members[member]!.votes[FAST]!;
  const value = sent.find((v) => v !== had) ?? sent[0] ?? 0;
  return { type: 'vote', ballot: FAST, member, value };
}

function classicPress(state: FastState, member: number, ballot: number): FastPress {
  const { asked, proposed } = state.ballots[ballot]!;
  const leads = leaderOf(state, ballot) === member;
  if (leads && !asked) return { type: 'ask', ballot };
  if (proposed !== NONE) return { type: 'vote', ballot, member, value: proposed };
  const promise: FastAction = { type: 'promise', ballot, member };
  if (isLegal(state, promise)) return promise;
  if (leads && isPrepared(state, ballot)) {
    const [only, ...more] = legalProposals(state, ballot);
    if (!only) return { type: 'propose', ballot, value: 0 };
    return more.length > 0 ? { type: 'choose', ballot } : only;
  }
  if (!asked || state.members[member]!.promised > ballot) return promise;
  return leads
    ? { type: 'propose', ballot, value: firstSent(state) }
    : { type: 'vote', ballot, member, value: firstSent(state) };
}

const firstSent = (state: FastState) => valuesOf(state).find((value) => isSent(state, value)) ?? 0;

function legalProposals(state: FastState, ballot: number): readonly FastAction[] {
  return valuesOf(state)
    .map((value): FastAction => ({ type: 'propose', ballot, value }))
    .filter((action) => isLegal(state, action));
}

/** Whether pressing something does what it asks for. */
export function isOpen(state: FastState, press: FastPress): boolean {
  return press.type === 'choose' || press.type === 'first' || isLegal(state, press);
}

/** The words that make a reader press, or not. */
export function pressWords(state: FastState, press: FastPress): string {
  if (press.type === 'first') {
    return `Choose which proposal reaches ${memberName(press.member)} first`;
  }
  if (press.type === 'choose') {
    return `Choose what ${memberName(leaderOf(state, press.ballot))} proposes`;
  }
  return isLegal(state, press) ? describeAction(state, press) : 'See why nothing is to be done';
}

/** Where the reader tried what may not be done. */
export function triedAt(state: FastState, action: FastAction): Cell | null {
  switch (action.type) {
    case 'propose':
      return { member: leaderOf(state, action.ballot), ballot: action.ballot };
    case 'vote':
    case 'promise':
      return { member: action.member, ballot: action.ballot };
    default:
      return null;
  }
}

/** What the reader has before it, beside the frame. */
export interface Asked {
  /** The move that was refused. */
  readonly tried: FastAction | null;
  /** The member that one of several colours reaches first. */
  readonly member: number | null;
}

/** What stands beside the members when it can be played. */
export function answerOf(state: FastState, { tried, member }: Asked): Answer {
  const refused = tried && refusalOf(state, tried);
  if (refused) {
    const own = tried.type === 'propose' ? proposals(state, tried.ballot) : [];
    const { title, rule, reasons } = refused;
    return {
      tone: 'refused',
      title,
      rule: `The rule: ${rule}`,
      lines: reasons.map(({ text }, i) => ({ text, number: i + 1 })),
      picks: own.some((pick) => pick.may) ? own : [],
    };
  }
  if (member !== null) return firstAnswer(state, member);
  const panel = panelOf(state);
  const ballot = listenerOf(state);
  if (ballot !== NONE && legalProposals(state, ballot).length > 0) {
    return { ...panel, picks: proposals(state, ballot) };
  }
  const hint = nextUseful(state);
  if (!hint) return panel;
  const words = describeAction(state, hint);
  const says = `Make the move: ${words}`;
  return {
    ...panel,
    lines: [...panel.lines, { text: `Next useful move: ${words}.` }],
    picks: [{ name: 'hint', word: 'Make the move', says, action: hint, may: true }],
  };
}

function firstAnswer(state: FastState, member: number): Answer {
  const name = memberName(member);
  return {
    tone: 'active',
    title: `Which proposal reaches ${name} first?`,
    rule: `${name} votes for it, and for no other in ballot 0.`,
    lines: [],
    picks: valuesOf(state).map((value): AnswerPick => {
      const action: FastAction = { type: 'vote', ballot: FAST, member, value };
      const may = isLegal(state, action);
      const says = may ? describeAction(state, action) : `Try ${valueName(value)}`;
      const word = may ? valueName(value) : 'not sent';
      return { name: `pick-${value}`, word, says, action, may, icon: value };
    }),
  };
}

/** Every colour, with what stands against it in a word. */
function proposals(state: FastState, ballot: number): readonly AnswerPick[] {
  return valuesOf(state).map((value) => {
    const action: FastAction = { type: 'propose', ballot, value };
    const may = isLegal(state, action);
    const says = may ? describeAction(state, action) : `Try to propose ${valueName(value)}`;
    const word = may
      ? `propose ${valueName(value)}`
      : isSent(state, value)
        ? 'refused'
        : 'not sent';
    return { name: `pick-${value}`, word, says, action, may, icon: value };
  });
}
