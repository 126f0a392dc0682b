import { membersOf } from '../spec/board.ts';
import { choosable, chosenAt } from '../spec/derived.ts';
import { NONE } from '../spec/types.ts';
import { heardBy, heardFrom, leaderOf, type Report, votesOf } from './letters.ts';
import { inWords, memberName, membersNames, valueName } from './names.ts';
import type { GameState, Letter, LetterName } from './types.ts';

/** A place on the board: a member's row, a ballot's column. */
export interface Cell {
  readonly member: number;
  readonly ballot: number;
}

export interface Reason {
  readonly text: string;
  /** Where to look; `null` if it is about no one place. */
  readonly cell: Cell | null;
  /** More such places. */
  readonly more?: readonly Cell[];
}

export function awayReasons(member: number): readonly Reason[] {
  return [
    { text: `${memberName(member)} is away. It can return with what it wrote down.`, cell: null },
  ];
}

export function closedReasons(state: GameState, member: number, ballot: number): readonly Reason[] {
  const most = state.spec.maxBal[member]!;
  const name = memberName(member);
  const voted = state.spec.maxVBal[member] === most;
  const did = voted ? `voted in ballot ${most}` : `promised ballot ${most}`;
  const text =
    most === ballot
      ? `${name} has ${did} already.`
      : `${name} ${did}, so ballot ${ballot} is closed to it.`;
  return [{ text, cell: { member, ballot: most } }];
}

export function lostReasons(
  state: GameState,
  { kind, ballot, member }: LetterName,
  letter: Letter | null,
): readonly Reason[] {
  const what =
    kind === '1a' || kind === '1b' ? `promise in ballot ${ballot}` : `vote in ballot ${ballot}`;
  const asks = kind === '1a' || kind === '2a';
  const name = asks
    ? `The letter that asks ${memberName(member)} to ${what}`
    : `${memberName(member)}’s ${what}`;
  const cell = { member, ballot };
  if (!letter) return [{ text: `${name} was never written.`, cell }];
  if (letter.dropped) return [{ text: `${name} was lost on the way.`, cell }];
  if (letter.held) return [{ text: `${name} is held back.`, cell }];
  if (letter.waiting > 0) return [{ text: `${name} is still on its way.`, cell }];
  const reader = asks ? member : leaderOf(state, ballot);
  return [{ text: `${name} has reached ${memberName(reader)} already.`, cell }];
}

/** Why a leader may not propose yet: whom it has not heard. */
export function silentReasons(state: GameState, ballot: number): readonly Reason[] {
  const { board } = state.config;
  const heard = heardFrom(state, ballot);
  const size = Math.min(...board.quorums1.map((q) => membersOf(q).length));
  const leader = memberName(leaderOf(state, ballot));
  const silent = membersOf((2 ** board.acceptors - 1) & ~heard);
  const [first, ...more] = silent.map((member) => ({ member, ballot }));
  const count = membersOf(heard).length;
  return [
    {
      text:
        count === 0
          ? `${leader} has heard from nobody. It needs ${inWords(size)}.`
          : `${leader} has heard from ${membersNames(membersOf(heard))}. It needs ${inWords(size)}.`,
      cell: null,
    },
    {
      text: `${membersNames(silent)} might have voted in an earlier ballot, or still may.`,
      cell: first ?? null,
      more,
    },
  ];
}

/** Why a value may not be proposed: the reports, and what could come of it. */
export function copyReasons(state: GameState, ballot: number, value: number): readonly Reason[] {
  const reports = heardBy(state, ballot).filter((r) => r.votedBallot !== NONE);
  const highest = reports.reduce<Report | null>(
    (best, r) => (best === null || r.votedBallot > best.votedBallot ? r : best),
    null,
  );
  if (!highest) return [];
  const own = reports.filter((r) => r.votedValue === value);
  const leader = leaderOf(state, ballot);
  const first: Reason = {
    text: `${memberName(highest.acceptor)} reports ${valueName(highest.votedValue)} in ballot ${highest.votedBallot}: the highest.`,
    cell: { member: highest.acceptor, ballot: highest.votedBallot },
  };
  const lower = own.map((r) => ({
    text: `${r.acceptor === leader ? `${memberName(leader)}’s own` : `${memberName(r.acceptor)}’s`} ${valueName(value)} is from ballot ${r.votedBallot}: lower.`,
    cell: { member: r.acceptor, ballot: r.votedBallot },
  }));
  const unknown = {
    text: `Nobody that ${memberName(leader)} has heard voted ${valueName(value)}.`,
    cell: null,
  };
  const because = own.length > 0 ? lower.slice(0, 2) : [unknown];
  return [first, ...because, dangerOf(state, highest.votedBallot, highest.votedValue)];
}

/** What is at stake: whether the reported vote's colour has won, still may, or cannot. */
function dangerOf(state: GameState, ballot: number, value: number): Reason {
  const { board } = state.config;
  if (chosenAt(state.spec).some((c) => c.ballot === ballot && c.value === value)) {
    return {
      text: `${valueName(value)} has won in ballot ${ballot}: two colours would win.`,
      cell: null,
    };
  }
  const quorum = choosable(state.spec, ballot)[value];
  if (quorum === null || quorum === undefined) {
    return {
      text: `In fact ${valueName(value)} can no longer win in ballot ${ballot}. No leader can know that from these reports.`,
      cell: null,
    };
  }
  const able = Array.from({ length: board.acceptors }, (_, member) => member).filter(
    (member) =>
      votesOf(state, member, ballot).length === 0 && (state.spec.maxBal[member] ?? NONE) <= ballot,
  );
  const [first, ...more] = able.map((member) => ({ member, ballot }));
  return {
    text: `${membersNames(able)} may yet vote ${valueName(value)}: both colours could win.`,
    cell: first ?? null,
    more,
  };
}
