import type { Frame } from '../../../lab/engine.ts';
import {
  chanceOf,
  chosenAt,
  FAST,
  isPrepared,
  leaderOf,
  listenerOf,
  quorumIn,
  reachOf,
  votersFor,
} from '../engine/fast/derived.ts';
import {
  type FastAction,
  type FastEvent,
  type FastReport,
  type FastState,
  NONE,
} from '../engine/fast/types.ts';
import { memberName } from '../engine/game/names.ts';
import type { HatView } from './board-view.ts';
import { panelOf } from './fast-panel.ts';
import type { Answer } from './log-answer.ts';

export type FastFrame = Frame<FastState, FastAction, FastEvent>;

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

export interface FastCell {
  readonly ballot: number;
  /** The vote; `null` if there is none. */
  readonly value: number | null;
  /** It will never vote here. */
  readonly crossed: boolean;
  readonly touched: boolean;
  /** One of a quorum that chose. */
  readonly winning: boolean;
}

export interface FastRow {
  readonly member: number;
  readonly name: string;
  readonly note: string;
  readonly touched: boolean;
  readonly cells: readonly FastCell[];
  /** What the leader heard of it; `null` while no leader listens. */
  readonly heard: { readonly words: string; readonly value: number | null } | null;
}

export interface FastColumn {
  readonly ballot: number;
  readonly title: string;
  readonly note: string;
  readonly hat: HatView;
  /** The ballot that is under way. */
  readonly focused: boolean;
  readonly chips: readonly {
    readonly value: number;
    readonly state: 'locked' | 'live' | 'open' | 'dead';
    /** "2 of 3", or how many it can still reach. */
    readonly word: string;
  }[];
}

export interface FastView {
  readonly rows: readonly FastRow[];
  readonly columns: readonly FastColumn[];
  readonly heardTitle: string;
  readonly heardCount: string;
  /** What clients have proposed. */
  readonly sent: readonly { readonly value: number; readonly fresh: boolean }[];
  /** What the picture has to say at this frame, beside what is drawn. */
  readonly panel: Answer;
}

/** How many columns are drawn: the fast ballot, the first classic one, and any asked for. */
function shownBallots(state: FastState): number {
  return Math.max(2, state.ballots.findLastIndex((b) => b.asked) + 1);
}

/** The most columns of any frame, so that stepping moves nothing. */
export function columnsIn(frames: readonly FastFrame[]): number {
  return Math.max(...frames.map(({ state }) => shownBallots(state)));
}

/** The fast ballot beside the classic one that mends it, and why it proposes what it does. */
export function fastView({ state, events }: FastFrame, columns = shownBallots(state)): FastView {
  const newest = state.ballots.findLastIndex((b) => b.asked);
  const listener = listenerOf(state);
  const { heard } = listener === NONE ? { heard: [] } : state.ballots[listener]!;
  return {
    rows: upTo(state.config.members).map((member) =>
      rowOf(state, member, columns, listener, events),
    ),
    columns: upTo(columns).map((ballot) => columnOf(state, ballot, ballot === Math.max(0, newest))),
    heardTitle: listener === NONE ? '' : `${memberName(leaderOf(state, listener))} has heard`,
    heardCount:
      listener === NONE
        ? ''
        : `${heard.length} of ${state.config.members}${isPrepared(state, listener) ? ': a quorum' : ''}`,
    sent: upTo(state.config.values)
      .filter((value) => state.sent & (1 << value))
      .map((value) => ({
        value,
        fresh: events.some((e) => e.kind === 'client' && e.value === value),
      })),
    panel: panelOf(state),
  };
}

function rowOf(
  state: FastState,
  member: number,
  columns: number,
  listener: number,
  events: readonly FastEvent[],
): FastRow {
  const { promised, votes } = state.members[member]!;
  const first = events[0];
  const touched = first?.member === member;
  const chosen = chosenAt(state);
  return {
    member,
    name: memberName(member),
    note: promised === FAST ? 'no promise' : `promised ${promised}`,
    touched,
    heard: listener === NONE ? null : heardOf(state.ballots[listener]!.heard, member),
    cells: upTo(columns).map((ballot) => {
      const vote = votes[ballot]!;
      return {
        ballot,
        value: vote === NONE ? null : vote,
        crossed: vote === NONE && promised > ballot,
        touched: touched && touches(first, ballot, vote),
        winning: chosen.some((c) => c.ballot === ballot && c.value === vote),
      };
    }),
  };
}

/** A vote writes a cell, and a promise reads what was voted before. */
function touches(event: FastEvent, ballot: number, vote: number): boolean {
  if (event.kind === 'vote') return event.ballot === ballot;
  return event.kind === 'promise' && ballot < event.ballot && vote !== NONE;
}

function heardOf(heard: readonly FastReport[], member: number): FastRow['heard'] {
  const report = heard.find((r) => r.member === member);
  if (!report) return { words: 'not heard from', value: null };
  if (report.ballot === NONE) return { words: 'has not voted', value: null };
  return { words: `in ballot ${report.ballot}`, value: report.value };
}

function columnOf(state: FastState, ballot: number, focused: boolean): FastColumn {
  const { asked, proposed } = state.ballots[ballot]!;
  const leader = memberName(leaderOf(state, ballot));
  const prepared = ballot !== FAST && isPrepared(state, ballot);
  const hat: HatView =
    proposed !== NONE
      ? { state: 'proposed', value: proposed }
      : { state: prepared ? 'choosing' : asked ? 'asked' : 'idle', value: null };
  return {
    ballot,
    title: ballot === FAST ? 'fast' : 'classic',
    note: ballot === FAST ? 'anyone' : leader,
    hat,
    focused: focused && asked,
    chips: upTo(state.config.values).map((value) => chipOf(state, ballot, value)),
  };
}

function chipOf(state: FastState, ballot: number, value: number): FastColumn['chips'][number] {
  const chance = chanceOf(state, ballot, value);
  const votes = votersFor(state, ballot, value).length;
  const reach = reachOf(state, ballot, value).length;
  const word = chance === 'dead' ? `${reach} at most` : `${votes} of ${quorumIn(state, ballot)}`;
  return { value, state: chance, word };
}
