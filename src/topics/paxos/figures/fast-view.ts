import type { Frame } from '../../../lab/engine.ts';
import { wrap } from '../../../player/text.ts';
import {
  chanceOf,
  chosenAt,
  FAST,
  hasCollided,
  isPrepared,
  leaderOf,
  type Pick,
  pickOf,
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
import { memberName, membersNames, upperFirst, valueName } from '../engine/game/names.ts';
import type { HatView } from './board-view.ts';

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

/** One thing the panel says, about a value where it has one. */
export interface FastLine {
  readonly value: number | null;
  readonly text: string;
  readonly verdict: 'may' | 'cannot' | null;
}

export interface FastPanel {
  readonly title: string;
  readonly tone: 'calm' | 'active' | 'fresh' | 'danger';
  readonly rule: string;
  readonly lines: readonly FastLine[];
}

export interface FastView {
  readonly rows: readonly FastRow[];
  readonly columns: readonly FastColumn[];
  readonly heardTitle: string;
  readonly heardCount: string;
  /** What clients have proposed. */
  readonly sent: readonly { readonly value: number; readonly fresh: boolean }[];
  readonly panel: FastPanel;
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
  const listener = newest > FAST ? newest : NONE;
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
    panel: panelOf(state, listener),
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

/** What the picture has to say at this frame, beside what is drawn. */
function panelOf(state: FastState, listener: number): FastPanel {
  const chosen = chosenAt(state);
  const values = [...new Set(chosen.map((c) => c.value))];
  if (values.length > 1) {
    return {
      title: 'Two winners',
      tone: 'danger',
      rule: 'The quorums are too small for a fast ballot.',
      lines: chosen.map(({ ballot, value }) => ({
        value,
        text: `chosen in ballot ${ballot} by ${membersNames(votersFor(state, ballot, value))}`,
        verdict: null,
      })),
    };
  }
  if (listener !== NONE && isPrepared(state, listener)) return pickPanel(state, listener);
  if (listener !== NONE) {
    const leader = memberName(leaderOf(state, listener));
    return {
      title: `${leader} waits for promises`,
      tone: 'calm',
      rule: `It needs ${state.config.quorum}, and each brings news of a vote.`,
      lines: [],
    };
  }
  return fastPanel(state);
}

function fastPanel(state: FastState): FastPanel {
  const { members, fastQuorum } = state.config;
  const [chosen] = chosenAt(state);
  if (chosen) {
    const who = membersNames(votersFor(state, FAST, chosen.value));
    return {
      title: `${upperFirst(valueName(chosen.value))} is chosen`,
      tone: 'fresh',
      rule: `${fastQuorum} of ${members} voted for it in ballot 0, and no leader chose it.`,
      lines: [{ value: chosen.value, text: who, verdict: null }],
    };
  }
  if (hasCollided(state)) {
    return {
      title: 'A collision',
      tone: 'danger',
      rule: `No colour can have ${fastQuorum} votes in ballot 0 any more. A classic ballot has to decide.`,
      lines: [],
    };
  }
  return {
    title: state.ballots[FAST]!.asked ? 'Ballot 0 is open to anyone' : 'Nothing has begun',
    tone: 'calm',
    rule: `${fastQuorum} of ${members} equal votes choose in it. A member votes once, for what it sees first.`,
    lines: [],
  };
}

function pickPanel(state: FastState, ballot: number): FastPanel {
  const leader = memberName(leaderOf(state, ballot));
  const pick = pickOf(state, ballot);
  const { proposed } = state.ballots[ballot]!;
  const [chosen] = chosenAt(state).filter((c) => c.ballot === ballot);
  const names = pick.values.map(valueName).join(' or ');
  const free = pick.why === 'free' || pick.why === 'none';
  const both = pick.why === 'forced' && pick.values.length > 1;
  const title = chosen
    ? `${upperFirst(valueName(chosen.value))} is chosen`
    : proposed !== NONE
      ? `${leader} has proposed ${valueName(proposed)}`
      : both
        ? `${upperFirst(pick.values.map(valueName).join(' and '))} may both have won`
        : free
          ? `${leader} may propose ${names || 'what a client sends'}`
          : `${leader} has to propose ${names}`;
  return {
    title,
    tone: chosen ? 'fresh' : proposed !== NONE ? 'calm' : both ? 'danger' : 'active',
    rule: ruleOf(state, pick),
    lines: pick.suspects.map(lineOf),
  };
}

function ruleOf(state: FastState, pick: Pick): string {
  if (pick.why === 'none') return 'No vote is reported: any proposal will do.';
  if (pick.why === 'one') return 'The rule: copy the only colour that is reported.';
  const needed = quorumIn(state, pick.ballot);
  return pick.why === 'free'
    ? `None of them can have had ${needed} votes in ballot ${pick.ballot}: any proposal will do.`
    : `The rule: copy what may have had ${needed} votes in ballot ${pick.ballot}.`;
}

function lineOf(suspect: Pick['suspects'][number]): FastLine {
  const { value, voters, unheard, possible } = suspect;
  const total = voters.length + unheard.length;
  const silent = unheard.length === 0 ? '' : `, ${membersNames(unheard)} unheard`;
  return {
    value,
    text: `${membersNames(voters)}${silent}: at most ${total}`,
    verdict: possible ? 'may' : 'cannot',
  };
}

/** How a panel's words stand in a given width, in lines of 19 and its own units. */
export interface PanelLayout {
  readonly title: readonly string[];
  /** Baseline of the rule's first line, from the panel's top. */
  readonly ruleY: number;
  readonly rule: readonly string[];
  readonly lines: readonly {
    readonly text: readonly string[];
    /** Middle of the first line of it, from the panel's top. */
    readonly y: number;
    /** Where its verdict stands; behind the words where there is room. */
    readonly verdictY: number;
  }[];
  readonly stacked: boolean;
  readonly height: number;
}

const LINE = 19;

export function panelLayout(panel: FastPanel, width: number): PanelLayout {
  const letters = (indent: number) => Math.max(8, Math.floor((width - indent) / 6.9));
  const stacked = width < 400;
  const rule = wrap(panel.rule, letters(20));
  const title = wrap(panel.title, Math.floor((width - 20) / 8.4));
  const ruleY = 23 + title.length * LINE;
  let y = ruleY + 8 + rule.length * LINE;
  const lines = panel.lines.map((line) => {
    const text = wrap(line.text, letters(stacked || line.verdict === null ? 52 : 170));
    const below = stacked && line.verdict !== null;
    const placed = { text, y, verdictY: below ? y + text.length * LINE : y };
    y += (text.length + (below ? 1 : 0)) * LINE + 10;
    return placed;
  });
  return { title, ruleY, rule, lines, stacked, height: y - 4 };
}
