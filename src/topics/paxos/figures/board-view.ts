import { hintFor } from '../engine/game/hint.ts';
import {
  heardBy,
  heardFrom,
  isAsked,
  isAway,
  leaderOf,
  proposedIn,
  votesOf,
} from '../engine/game/letters.ts';
import { capital, memberName, valueName } from '../engine/game/names.ts';
import { refusalOf } from '../engine/game/refusal.ts';
import type { GameAction, GameEvent, GameState } from '../engine/game/types.ts';
import { membersOf } from '../engine/spec/board.ts';
import { choosable, chosenAt, safeAt } from '../engine/spec/derived.ts';
import { NONE } from '../engine/spec/types.ts';
import { LETTERS } from './shapes.ts';

/** What a press on a cell asks for: a move, or the choice of a colour. */
export type Press = GameAction | { readonly type: 'choose'; readonly ballot: number };

export interface CellView {
  readonly member: number;
  readonly ballot: number;
  /** The votes cast here; more than one only where a rule is off. */
  readonly votes: readonly number[];
  /** A vote that may be cast now. */
  readonly pending: number | null;
  /** Left of the member's wall. */
  readonly shut: boolean;
  /** No vote here, and there never will be. */
  readonly crossed: boolean;
  readonly hat: HatView | null;
  /** `null` where nothing can be asked of it. */
  readonly press: Press | null;
  readonly legal: boolean;
  /** The next useful move. */
  readonly useful: boolean;
  /** What this frame touched. */
  readonly fresh: boolean;
  /** Not known to whoever looks at it. */
  readonly fog: boolean;
  /** In words, for whoever cannot see it. */
  readonly says: string;
}

export interface HatView {
  readonly state: 'idle' | 'asked' | 'choosing' | 'proposed';
  /** What it is filled with: the proposed value, the later one where there are two. */
  readonly value: number | null;
}

export interface HeardView {
  readonly words: string;
  readonly value: number | null;
  readonly highest: boolean;
}

export interface RowView {
  readonly member: number;
  readonly name: string;
  readonly note: string;
  readonly strong: boolean;
  /** Promised the ballot in focus. */
  readonly promised: boolean;
  readonly away: boolean;
  /** The ballot at whose left edge its wall stands; `null` for none. */
  readonly wall: number | null;
  readonly cells: readonly CellView[];
  readonly heard: HeardView | null;
}

export interface ChipView {
  readonly value: number;
  readonly state: 'dead' | 'open' | 'live' | 'locked';
  readonly safe: boolean;
  /** Who could still make it win, or did: one bit each. */
  readonly quorum: number;
}

export interface ColumnView {
  readonly ballot: number;
  readonly leader: string;
  readonly chips: readonly ChipView[];
  /** The most votes that one value can still come to. */
  readonly reach: number;
  readonly word: string;
  readonly strong: boolean;
}

export interface BoardView {
  readonly rows: readonly RowView[];
  readonly columns: readonly ColumnView[];
  /** The ballot in focus; `null` where nothing has happened. */
  readonly focus: number | null;
  readonly needed: number;
  readonly heardTitle: string;
  readonly heardCount: string;
  /** Whether leaders listen at all. */
  readonly listens: boolean;
  readonly hint: { readonly words: string; readonly move: GameAction } | null;
}

export interface GameFrame {
  readonly index: number;
  readonly state: GameState;
  readonly action: GameAction | null;
  readonly events: readonly GameEvent[];
}

const all = (n: number) => Array.from({ length: n }, (_, i) => i);

/** The ballot that a frame is about: the one its event names, else the highest asked for. */
export function focusOf({ state, events }: GameFrame): number | null {
  const event = events.find((e) => e.ballot !== NONE);
  if (event) return event.ballot;
  const { ballots } = state.config.board;
  return all(ballots).findLast((b) => isAsked(state, b) || proposedIn(state, b).length > 0) ?? null;
}

/** Where it knows the way; to help a reader break a rule would be no help. */
const hints: ReadonlySet<unknown> = new Set([null, 'amnesia', 'skip-phase-1']);

/** The board of a frame. `selected` is the ballot that the reader picked out, if any. */
export function boardView(frame: GameFrame, selected: number | undefined): BoardView {
  const { state, events } = frame;
  const { board } = state.config;
  const inRange = selected !== undefined && selected < board.ballots;
  const focus = inRange ? selected : focusOf(frame);
  const hint = hints.has(board.broken) ? hintFor(state) : null;
  const open = chosenAt(state.spec).length === 0 ? hint : null;
  const rows = all(board.acceptors).map((member) =>
    rowOf(state, events, member, focus, open?.moves[0]),
  );
  const heard = focus === null ? 0 : heardFrom(state, focus);
  const complete = board.quorums1.some((q) => (q & heard) === q);
  const count = membersOf(heard).length;
  const just =
    complete &&
    events.some((e) => (e.kind === 'promise' || e.kind === 'hear') && e.ballot === focus);
  return {
    rows,
    columns: all(board.ballots).map((ballot) => columnOf(state, ballot)),
    focus,
    needed: Math.min(...board.quorums2.map((q) => membersOf(q).length)),
    heardTitle: focus === null ? '' : `${memberName(leaderOf(state, focus))} has heard`,
    heardCount: `${count} of ${board.acceptors}: ${complete ? `a quorum${just ? ', just complete' : ''}` : 'no quorum yet'}`,
    listens: board.broken !== 'skip-phase-1',
    hint: open && { words: capital(open.reason), move: open.moves[0]! },
  };
}

function rowOf(
  state: GameState,
  events: readonly GameEvent[],
  member: number,
  focus: number | null,
  useful: GameAction | undefined,
): RowView {
  const most = state.spec.maxBal[member]!;
  const now = events.find(
    (e) => e.member === member && (e.kind === 'promise' || e.kind === 'vote'),
  );
  const promised =
    focus !== null &&
    state.spec.messages.some((m) => m.type === '1b' && m.ballot === focus && m.acceptor === member);
  const away = isAway(state, member);
  return {
    member,
    name: memberName(member),
    note: away ? 'away' : noteOf(state, member, now?.kind === 'promise'),
    strong: now !== undefined,
    promised,
    away,
    wall: most > 0 ? most : null,
    cells: all(state.config.board.ballots).map((ballot) =>
      cellOf(state, events, member, ballot, useful),
    ),
    heard: focus === null ? null : heardOf(state, focus, member),
  };
}

function noteOf({ spec }: GameState, member: number, just: boolean): string {
  const most = spec.maxBal[member]!;
  if (most === NONE) return 'no promise';
  const promised = spec.messages.some(
    (m) => m.type === '1b' && m.acceptor === member && m.ballot === most,
  );
  if (!promised) return `voted in ${most}`;
  return just ? `just promised ${most}` : `promised ${most}`;
}

function heardOf(state: GameState, ballot: number, member: number): HeardView {
  const reports = heardBy(state, ballot);
  const report = reports.findLast((r) => r.acceptor === member);
  if (!report) return { words: 'not heard from', value: null, highest: false };
  if (report.votedBallot === NONE) return { words: 'has not voted', value: null, highest: false };
  const highest = reports.every((r) => r.votedBallot <= report.votedBallot);
  const words = `in ballot ${report.votedBallot}`;
  return { words, value: report.votedValue, highest: highest && reports.length > 1 };
}

function cellOf(
  state: GameState,
  events: readonly GameEvent[],
  member: number,
  ballot: number,
  useful: GameAction | undefined,
): CellView {
  const most = state.spec.maxBal[member]!;
  const votes = votesOf(state, member, ballot);
  const press = pressOn(state, member, ballot);
  const legal =
    press.type === 'choose' ? canChoose(state, ballot) : refusalOf(state, press) === null;
  const shut = ballot < most && state.config.board.broken !== 'break-promise';
  const hat = leaderOf(state, ballot) === member ? hatOf(state, ballot) : null;
  // Asking for a ballot below one's own promise is legal and of no use.
  const idle = press.type === 'ask' && ballot < most;
  const fresh = events.some(
    (e) =>
      e.ballot === ballot &&
      e.member === member &&
      ['vote', 'propose', 'ask', 'promise'].includes(e.kind),
  );
  const useless = idle || isDead(press, state);
  return {
    member,
    ballot,
    votes,
    pending: press.type === 'vote' && legal ? press.value : null,
    shut: ballot < most,
    crossed: votes.length === 0 && shut,
    hat,
    press,
    legal: legal && !useless,
    useful: useful !== undefined && isSame(press, useful),
    fresh,
    fog: false,
    says: cellWords(state, member, ballot, votes, legal, press),
  };
}

function isDead(press: Press, state: GameState): boolean {
  return press.type === 'vote' && isAway(state, press.member);
}

/** Whether a press leads to the useful move; a choice of colour leads to each proposal. */
function isSame(press: Press, move: GameAction): boolean {
  if (press.type === 'choose') return move.type === 'propose' && move.ballot === press.ballot;
  if (press.type === 'ask') return move.type === 'ask' && move.ballot === press.ballot;
  if (press.type !== 'promise' && press.type !== 'vote') return false;
  return move.type === press.type && move.ballot === press.ballot && move.member === press.member;
}

function hatOf(state: GameState, ballot: number): HatView {
  const proposed = proposedIn(state, ballot);
  if (proposed.length > 0) return { state: 'proposed', value: proposed.at(-1)! };
  if (canChoose(state, ballot)) return { state: 'choosing', value: null };
  return { state: isAsked(state, ballot) ? 'asked' : 'idle', value: null };
}

/** Whether the leader of a ballot may propose any colour at all now. */
export function canChoose(state: GameState, ballot: number): boolean {
  return all(state.config.board.values).some(
    (value) => refusalOf(state, { type: 'propose', ballot, value }) === null,
  );
}

/** What a press on a cell means there and then. */
function pressOn(state: GameState, member: number, ballot: number): Press {
  const { broken } = state.config.board;
  const proposed = proposedIn(state, ballot);
  const leads = leaderOf(state, ballot) === member;
  const voted = votesOf(state, member, ballot);
  const open = proposed.find((value) => !voted.includes(value));
  if (leads && broken === 'equivocate' && canChoose(state, ballot) && open === undefined) {
    return { type: 'choose', ballot };
  }
  if (proposed.length > 0) {
    return { type: 'vote', ballot, member, value: open ?? proposed[0]! };
  }
  if (!leads) return { type: 'promise', ballot, member };
  if (broken === 'skip-phase-1') return { type: 'choose', ballot };
  if (!isAsked(state, ballot)) return { type: 'ask', ballot };
  const own: GameAction = { type: 'promise', ballot, member };
  return refusalOf(state, own) === null ? own : { type: 'choose', ballot };
}

function cellWords(
  state: GameState,
  member: number,
  ballot: number,
  votes: readonly number[],
  legal: boolean,
  press: Press,
): string {
  const place = `${memberName(member)}, ballot ${ballot}`;
  const shut = ballot < state.spec.maxBal[member]!;
  const holds =
    votes.length > 0
      ? `voted ${votes.map(valueName).join(' and ')}`
      : shut
        ? 'will never vote here'
        : 'empty';
  const deed =
    press.type === 'choose'
      ? 'choose a colour to propose'
      : press.type === 'ask'
        ? 'ask for promises'
        : press.type === 'vote'
          ? `vote ${valueName(press.value)}`
          : 'promise';
  return `${place}: ${holds}. Press to ${deed}${legal ? '' : ', which is refused'}.`;
}

function columnOf(state: GameState, ballot: number): ColumnView {
  const { board } = state.config;
  const quorums = choosable(state.spec, ballot);
  const chosen = chosenAt(state.spec).filter((c) => c.ballot === ballot);
  const proposed = proposedIn(state, ballot);
  const safe = all(board.values).map((value) => safeAt(state.spec, ballot, value) === null);
  // A ring on every value would say nothing.
  const telling = safe.includes(false);
  const chips = all(board.values).map((value): ChipView => {
    const won = chosen.find((c) => c.value === value);
    const quorum = won?.quorum ?? quorums[value] ?? 0;
    const live = proposed.includes(value) && quorum !== 0;
    const standing = won ? 'locked' : quorum === 0 ? 'dead' : live ? 'live' : 'open';
    return { value, state: standing, safe: telling && safe[value]!, quorum };
  });
  return {
    ballot,
    leader: memberName(leaderOf(state, ballot)),
    chips,
    reach: reachOf(state, ballot),
    ...wordOf(chips, proposed),
  };
}

function wordOf(
  chips: readonly ChipView[],
  proposed: readonly number[],
): { word: string; strong: boolean } {
  const name = (chip: ChipView) => LETTERS[chip.value] ?? String(chip.value);
  const locked = chips.filter((c) => c.state === 'locked');
  if (locked.length > 0) return { word: `${locked.map(name).join(', ')} won`, strong: true };
  const able = chips.filter((c) => c.state !== 'dead');
  if (able.length === 0) return { word: 'dead', strong: false };
  if (proposed.length > 0) return { word: `${able.map(name).join(', ')} is live`, strong: true };
  const safe = chips.filter((c) => c.safe);
  return safe.length === 1
    ? { word: `${name(safe[0]!)} is safe`, strong: true }
    : { word: 'open', strong: false };
}

function reachOf(state: GameState, ballot: number): number {
  const { board } = state.config;
  const proposed = proposedIn(state, ballot);
  const able = all(board.acceptors).filter(
    (m) => votesOf(state, m, ballot).length === 0 && state.spec.maxBal[m]! <= ballot,
  ).length;
  const counts = all(board.values).map((value) =>
    proposed.length > 0 && !proposed.includes(value)
      ? 0
      : able + all(board.acceptors).filter((m) => votesOf(state, m, ballot).includes(value)).length,
  );
  return Math.max(...counts);
}
