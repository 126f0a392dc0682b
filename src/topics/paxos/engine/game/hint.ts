import { membersOf } from '../spec/board.ts';
import { forcingReports } from '../spec/rules.ts';
import { NONE } from '../spec/types.ts';
import {
  findLetter,
  heardBy,
  heardFrom,
  isAsked,
  isAway,
  leaderOf,
  proposedIn,
  type Report,
  votesOf,
} from './letters.ts';
import { inWords, memberName, membersNames, valueName } from './names.ts';
import type { GameAction, GameState, LetterName } from './types.ts';

export interface Hint {
  /** The shortest way to a decision from here, in order. */
  readonly moves: readonly GameAction[];
  readonly ballot: number;
  readonly value: number;
  /** Why the first of them, in one or two sentences. */
  readonly reason: string;
}

/**
 * The shortest way to a decision by fair moves; `null` where there is none. A
 * move in one ballot never shortens the way in another: it can only raise a
 * promise. So the shortest way lies within one ballot, and it is enough to try
 * each of them with each pair of quorums. A test holds it against a search.
 */
export function hintFor(state: GameState): Hint | null {
  let best: Omit<Hint, 'reason'> | null = null;
  for (let ballot = 0; ballot < state.config.board.ballots; ballot += 1) {
    const way = wayIn(state, ballot);
    if (way && (!best || way.moves.length < best.moves.length)) best = way;
  }
  return best && best.moves.length > 0 ? { ...best, reason: reasonFor(state, best) } : null;
}

type Way = Omit<Hint, 'reason'>;

function shorter(a: Way | null, b: Way | null): Way | null {
  if (!a || !b) return a ?? b;
  return b.moves.length < a.moves.length ? b : a;
}

function wayIn(state: GameState, ballot: number): Way | null {
  const proposed = proposedIn(state, ballot);
  let best: Way | null = null;
  for (const value of proposed) best = shorter(best, voting(state, ballot, value, [], 0, false));
  if (proposed.length > 0) return best;
  for (const asking of [false, true]) {
    for (const quorum of state.config.board.quorums1) {
      const prepared = preparing(state, ballot, quorum, asking);
      if (!prepared) continue;
      for (const value of valuesAfter(state, ballot, quorum)) {
        const moves: GameAction[] = [...prepared.moves, { type: 'propose', ballot, value }];
        best = shorter(best, voting(state, ballot, value, moves, prepared.back, true));
      }
    }
  }
  return best;
}

/** A member comes back first, where it is away. */
function returning(state: GameState, members: number, back: number): GameAction[] {
  return membersOf(members & ~back)
    .filter((member) => isAway(state, member))
    .map((member) => ({ type: 'restart', member, memory: 'kept' }));
}

/** Whether a letter can arrive now, or after the leader has asked again. */
function arrives(state: GameState, name: LetterName, again: boolean): boolean {
  const letter = findLetter(state, name);
  if (!letter) return again;
  return (letter.waiting > 0 && !letter.held) || (letter.dropped && again);
}

function preparing(
  state: GameState,
  ballot: number,
  quorum: number,
  asking: boolean,
): { readonly moves: GameAction[]; readonly back: number } | null {
  if (state.config.board.broken === 'skip-phase-1') return asking ? null : { moves: [], back: 0 };
  const leader = leaderOf(state, ballot);
  const asked = isAsked(state, ballot);
  const lost = state.post.some((l) => l.kind === '1a' && l.ballot === ballot && l.dropped);
  if (asking ? asked && !lost : !asked) return null;
  const missing = membersOf(quorum & ~heardFrom(state, ballot));
  const moves: GameAction[] = [];
  let back = 1 << leader;
  for (const member of missing) {
    const answer: LetterName = { kind: '1b', ballot, member, value: NONE };
    const sent = findLetter(state, answer);
    if (sent) {
      if (sent.waiting === 0 || sent.held) return null;
      moves.push({ type: 'deliver', ...answer });
      continue;
    }
    if ((state.spec.maxBal[member] ?? NONE) >= ballot) return null;
    if (!arrives(state, { ...answer, kind: '1a' }, asking)) return null;
    back |= 1 << member;
    moves.push({ type: 'promise', ballot, member });
    if (state.config.replies === 'posted') moves.push({ type: 'deliver', ...answer });
  }
  const first: GameAction[] = asking ? [{ type: 'ask', ballot }] : [];
  return { moves: [...returning(state, back, 0), ...first, ...moves], back };
}

/** The colours that a quorum's reports will allow, those not yet given included. */
function valuesAfter(state: GameState, ballot: number, quorum: number): readonly number[] {
  const { board } = state.config;
  const all = Array.from({ length: board.values }, (_, value) => value);
  if (board.broken === 'skip-phase-1') return all;
  const heard = heardBy(state, ballot).filter((r) => (quorum >> r.acceptor) & 1);
  const given = new Set(heard.map((r) => r.acceptor));
  const reports = [
    ...heard,
    ...membersOf(quorum)
      .filter((member) => !given.has(member))
      .map((member) => reportToCome(state, ballot, member)),
  ];
  const forcing = forcingReports(board, reports);
  return forcing.length === 0 ? all : [...new Set(forcing.map((r) => r.votedValue))];
}

function reportToCome(state: GameState, ballot: number, member: number): Report {
  const sent = state.spec.messages.find(
    (m): m is Report => m.type === '1b' && m.ballot === ballot && m.acceptor === member,
  );
  const silent = state.config.board.broken === 'omit-votes';
  return (
    sent ?? {
      type: '1b',
      ballot,
      acceptor: member,
      votedBallot: silent ? NONE : state.spec.maxVBal[member]!,
      votedValue: silent ? NONE : state.spec.maxVal[member]!,
    }
  );
}

/** The cheapest quorum to vote, after the moves before it. */
function voting(
  state: GameState,
  ballot: number,
  value: number,
  before: readonly GameAction[],
  back: number,
  fresh: boolean,
): Way | null {
  let best: Way | null = null;
  const promising = before.reduce(
    (set, m) => (m.type === 'promise' ? set | (1 << m.member) : set),
    0,
  );
  for (const quorum of state.config.board.quorums2) {
    const missing = membersOf(quorum).filter((m) => !votesOf(state, m, ballot).includes(value));
    const able = missing.every(
      (member) =>
        ((state.spec.maxBal[member] ?? NONE) <= ballot || (promising >> member) & 1) &&
        votesOf(state, member, ballot).length === 0 &&
        (fresh || arrives(state, { kind: '2a', ballot, member, value }, false)),
    );
    if (!able) continue;
    const needed = missing.reduce((set, member) => set | (1 << member), 0);
    const moves: GameAction[] = [
      ...before,
      ...returning(state, needed, back),
      ...missing.map((member): GameAction => ({ type: 'vote', ballot, member, value })),
    ];
    best = shorter(best, { moves, ballot, value });
  }
  return best;
}

function reasonFor(state: GameState, { moves, ballot, value }: Way): string {
  const first = moves[0]!;
  const left = `${inWords(moves.length)} ${moves.length === 1 ? 'move' : 'moves'}`;
  const leader = memberName(leaderOf(state, ballot));
  const end = `${valueName(value)} can win in ballot ${ballot} in ${left}`;
  switch (first.type) {
    case 'ask':
      return `No ballot that is open can be finished sooner: ${end}.`;
    case 'promise':
      return `${leader} has heard ${membersNames(membersOf(heardFrom(state, ballot)))} and needs a quorum; then ${end}.`;
    case 'propose':
      return `${leader} has its quorum, and its reports allow ${valueName(value)}: ${end}.`;
    case 'vote':
      return `${valueName(value)} is proposed in ballot ${ballot}, and ${memberName(first.member)} has promised nothing higher: ${end}.`;
    case 'restart':
      return `Too few are there without ${memberName(first.member)}; with it, ${end}.`;
    default:
      return `What it says is needed before ${leader} may propose: ${end}.`;
  }
}
