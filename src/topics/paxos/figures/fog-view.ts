import { heardBy, leaderOf, learnedBy, type Report } from '../engine/game/letters.ts';
import { capital, memberName, valueName } from '../engine/game/names.ts';
import type { GameState } from '../engine/game/types.ts';
import { chosenAt } from '../engine/spec/derived.ts';
import { NONE } from '../engine/spec/types.ts';
import {
  type BoardView,
  boardView,
  type CellView,
  type GameFrame,
  type RowView,
} from './board-view.ts';

/** What one member knows of one other: the newest promise and votes it was told of. */
interface Told {
  /** The highest ballot the other is known to have taken part in. */
  readonly most: number;
  /** Its votes, by ballot. */
  readonly votes: ReadonlyMap<number, number>;
  /** Ballots it is known not to have voted in, and never will. */
  readonly never: ReadonlySet<number>;
}

/** One member's view of the table beside the truth, and where they part. */
export interface FogView {
  readonly member: number;
  readonly board: BoardView;
  /** What it knows, in sentences. */
  readonly knows: readonly string[];
  /** What is so, and it cannot know. */
  readonly truth: string;
}

/** The board as one member knows it: its own row, and what letters told it. */
export function fogView(frame: GameFrame, member: number, ballot: number | undefined): FogView {
  const view = boardView(frame, ballot);
  const { state } = frame;
  const rows = view.rows.map((row) =>
    row.member === member ? row : foggedRow(row, toldOf(state, member, row.member), state, member),
  );
  return {
    member,
    board: { ...view, rows },
    knows: knowledge(state, member),
    truth: truthFor(state, member),
  };
}

/** All that has reached a member about another: its promises, and its votes. */
function toldOf(state: GameState, member: number, other: number): Told {
  const votes = new Map<number, number>();
  const never = new Set<number>();
  let most = NONE;
  for (const report of reportsTo(state, member)) {
    if (report.acceptor !== other) continue;
    most = Math.max(most, report.ballot);
    if (report.votedBallot !== NONE) votes.set(report.votedBallot, report.votedValue);
    for (let b = report.votedBallot + 1; b < report.ballot; b += 1) never.add(b);
  }
  for (const { kind, ballot, member: from, value, arrived } of state.post) {
    if (kind !== '2b' || from !== other || arrived === 0) continue;
    if (leaderOf(state, ballot) !== member) continue;
    most = Math.max(most, ballot);
    votes.set(ballot, value);
  }
  return { most, votes, never };
}

/** The ballots that a member leads. */
function ballotsOf(state: GameState, member: number): readonly number[] {
  const ballots = Array.from({ length: state.config.board.ballots }, (_, ballot) => ballot);
  return ballots.filter((ballot) => leaderOf(state, ballot) === member);
}

/** The promises that a member has received, in all the ballots it leads. */
function reportsTo(state: GameState, member: number): readonly Report[] {
  const found: Report[] = [];
  for (const ballot of ballotsOf(state, member)) {
    found.push(...heardBy(state, ballot));
  }
  return found;
}

/** Ballots that a member knows to have been asked for or proposed in, by the letters it got. */
function knownHat(state: GameState, member: number, ballot: number): boolean {
  return state.post.some(
    (l) =>
      l.member === member &&
      l.ballot === ballot &&
      l.arrived > 0 &&
      (l.kind === '1a' || l.kind === '2a'),
  );
}

function foggedRow(row: RowView, told: Told, state: GameState, member: number): RowView {
  const known = told.most !== NONE;
  return {
    ...row,
    note: known ? `promised ${told.most}` : 'unknown',
    strong: false,
    promised: false,
    away: false,
    wall: told.most > 0 ? told.most : null,
    cells: row.cells.map((cell) => foggedCell(cell, told, state, member)),
    heard: null,
  };
}

function foggedCell(cell: CellView, told: Told, state: GameState, member: number): CellView {
  const vote = told.votes.get(cell.ballot);
  const never = told.never.has(cell.ballot);
  const proposed = state.post.some(
    (l) => l.kind === '2a' && l.member === member && l.ballot === cell.ballot && l.arrived > 0,
  );
  const hat = cell.hat && knownHat(state, member, cell.ballot) ? cell.hat : null;
  const place = `${memberName(cell.member)}, ballot ${cell.ballot}`;
  return {
    ...cell,
    votes: vote === undefined ? [] : [vote],
    pending: null,
    shut: cell.ballot < told.most,
    crossed: never,
    hat: hat && !proposed ? { state: 'asked', value: null } : hat,
    press: null,
    legal: false,
    useful: false,
    fresh: false,
    fog: vote === undefined && !never,
    says: `${place}: ${vote === undefined ? (never ? 'will never vote here' : 'unknown') : `voted ${valueName(vote)}`}, as far as ${memberName(member)} was told.`,
  };
}

/** What a member knows, in sentences; all that room has to be kept for, and cheap to ask. */
export function knowledge(state: GameState, member: number): readonly string[] {
  const name = memberName(member);
  const { board } = state.config;
  const said: string[] = [];
  const most = state.spec.maxBal[member]!;
  said.push(
    most === NONE
      ? `${name} has promised nothing.`
      : `${name} has promised or voted up to ballot ${most}, and keeps to that.`,
  );
  for (const ballot of ballotsOf(state, member)) {
    const heard = new Set(heardBy(state, ballot).map((r) => r.acceptor)).size;
    if (heard > 0)
      said.push(`As the leader of ballot ${ballot} it has heard ${heard} of ${board.acceptors}.`);
    const learned = learnedBy(state, ballot);
    if (learned !== NONE) said.push(`It has counted the votes: ${valueName(learned)} has won.`);
  }
  return said;
}

function truthFor(state: GameState, member: number): string {
  const chosen = chosenAt(state.spec);
  if (chosen.length === 0) return 'In truth nothing has won yet.';
  const { ballot, value } = chosen[0]!;
  const won = `In truth ${valueName(value)} has won in ballot ${ballot}`;
  const knows = Array.from({ length: state.config.board.acceptors }, (_, m) => m).filter((m) =>
    chosen.some((c) => leaderOf(state, c.ballot) === m && learnedBy(state, c.ballot) !== NONE),
  );
  if (knows.includes(member)) return capital(`${won}, and ${memberName(member)} knows it.`);
  return knows.length === 0
    ? `${won}, and nobody at the table knows it.`
    : `${won}. ${memberName(member)} has not been told.`;
}
