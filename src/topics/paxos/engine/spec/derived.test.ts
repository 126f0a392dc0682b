import { describe, expect, test } from 'vitest';
import { exploreAll } from '../../../../lab/explore.ts';
import { boardOf, majorityOf, quorumsOfSize } from './board.ts';
import { choosable, chosenAt, provablySafe, safeAt } from './derived.ts';
import type { Promise1b } from './messages.ts';
import { send } from './messages.ts';
import { identify, specEngine } from './paxos.ts';
import { initialState } from './rules.ts';
import type { Board, Message, SpecState } from './types.ts';

const [GREEN, BLUE, RED] = [0, 1, 2];
const FIVE = boardOf({ acceptors: 5, values: 3, ballots: 8 });

/** A position of the board game: marks as [column, members, value], and each member's maxBal. */
function position(
  board: Board,
  votes: readonly (readonly [number, readonly number[], number])[],
  maxBal: readonly number[],
): SpecState {
  let messages: readonly Message[] = [];
  for (const [ballot, members, value] of votes) {
    messages = send(board, messages, { type: '2a', ballot, value });
    for (const acceptor of members) {
      messages = send(board, messages, { type: '2b', ballot, acceptor, value });
    }
  }
  return { ...initialState(board), maxBal, messages };
}

const bits = (...members: number[]) => members.reduce((set, a) => set | (1 << a), 0);

describe('the board of figures 8 and 9', () => {
  const drawn = [
    [1, [1, 3], GREEN],
    [2, [2], BLUE],
  ] as const;

  test('as drawn, green in column 1 could still win with R4', () => {
    const state = position(FIVE, drawn, [3, 1, 3, 3, -1]);
    expect(choosable(state, 1)).toEqual([bits(1, 3, 4), null, null]);
    expect(safeAt(state, 3, BLUE)).toEqual({ ballot: 1, value: GREEN, quorum: bits(1, 3, 4) });
  });

  test('R2’s blue tells that R4 promised column 2, and so green is dead', () => {
    const state = position(FIVE, drawn, [3, 1, 3, 3, 2]);
    expect(choosable(state, 1)).toEqual([null, null, null]);
    expect(choosable(state, 0)).toEqual([null, null, null]);
    expect(choosable(state, 2)).toEqual([null, bits(1, 2, 4), null]);
    expect(safeAt(state, 3, BLUE)).toBeNull();
    expect(safeAt(state, 3, GREEN)).toEqual({ ballot: 2, value: BLUE, quorum: bits(1, 2, 4) });
  });

  test('R0’s blue in column 5 closes column 3 for good', () => {
    const late = position(FIVE, [...drawn, [5, [0], BLUE]], [5, 1, 5, 3, 5]);
    expect(choosable(late, 3)).toEqual([null, null, null]);
    expect(choosable(late, 2)).toEqual([null, null, null]);
    expect(safeAt(late, 6, RED)?.ballot).toBe(5);
  });

  test('three members’ answers prove blue, the rightmost, and nothing else', () => {
    const report = (acceptor: number, votedBallot: number, votedValue: number): Promise1b => ({
      type: '1b',
      ballot: 3,
      acceptor,
      votedBallot,
      votedValue,
    });
    const [none, blue, green] = [report(0, -1, -1), report(2, 2, BLUE), report(3, 1, GREEN)];
    expect(provablySafe(FIVE, [none, blue], 3)).toEqual([]);
    expect(provablySafe(FIVE, [none, blue, green], 3)).toEqual([
      { value: BLUE, quorum: bits(0, 2, 3), because: blue },
    ]);
    expect(provablySafe(FIVE, [none, blue, green], 4)).toEqual([]);
    const silent = [none, report(1, -1, -1), report(4, -1, -1)];
    expect(provablySafe(FIVE, silent, 3)).toEqual(
      [GREEN, BLUE, RED].map((value) => ({ value, quorum: bits(0, 1, 4), because: null })),
    );
    expect(provablySafe(FIVE, [...silent, green], 3).map(({ because }) => because)).toEqual([
      green,
      null,
      null,
    ]);
  });
});

test('figures 2, 3 and 7: chosen, stuck, and two colours at once', () => {
  const all = [0, 0, 0, 0, 0];
  const wins = position(FIVE, [[0, [0, 2, 3], RED]], all);
  expect(chosenAt(wins)).toEqual([{ ballot: 0, value: RED, quorum: bits(0, 2, 3) }]);
  const split: SpecState = {
    ...initialState(FIVE),
    maxBal: all,
    messages: [RED, BLUE, RED, BLUE, GREEN].map(
      (value, acceptor) => ({ type: '2b', ballot: 0, acceptor, value }) as const,
    ),
  };
  expect(chosenAt(split)).toEqual([]);
  expect(choosable(split, 0)).toEqual([null, null, null]);
  const filled = position(
    FIVE,
    [
      [1, [1, 3], GREEN],
      [2, [2], BLUE],
      [3, [3, 2, 0], RED],
      [5, [0, 1, 2], BLUE],
    ],
    [5, 5, 5, 3, -1],
  );
  expect(chosenAt(filled).map(({ ballot, value }) => [ballot, value])).toEqual([
    [3, RED],
    [5, BLUE],
  ]);
  expect(specEngine.invariants.agreement!(filled)).toContain('Red is chosen in ballot 3');
});

test('a ballot’s proposal, once made, leaves the other values no chance there', () => {
  const untouched = position(FIVE, [], [-1, -1, -1, -1, -1]);
  expect(choosable(untouched, 0)).toEqual([bits(0, 1, 2), bits(0, 1, 2), bits(0, 1, 2)]);
  const proposed = position(FIVE, [[0, [], BLUE]], [0, 0, 0, -1, -1]);
  expect(choosable(proposed, 0)).toEqual([null, bits(0, 1, 2), null]);
  expect(safeAt(proposed, 1, BLUE)).toBeNull();
});

/** Voting.tla's SafeAt, to the letter: some quorum's every member voted so or cannot vote. */
function safeAtOfVoting({ board, maxBal, messages }: SpecState, ballot: number, value: number) {
  const vote = (acceptor: number, below: number) =>
    messages.find((m) => m.type === '2b' && m.acceptor === acceptor && m.ballot === below);
  const rulesOut = (acceptor: number, below: number) => {
    const cast = vote(acceptor, below);
    return cast?.type === '2b' ? cast.value === value : maxBal[acceptor]! > below;
  };
  for (let below = 0; below < ballot; below += 1) {
    const members = (q: number) => Array.from(maxBal.keys()).filter((a) => (q >>> a) & 1);
    if (!board.quorums1.some((q) => members(q).every((a) => rulesOut(a, below)))) return false;
  }
  return true;
}

function everyState(board: Board, see: (state: SpecState) => void): void {
  const invariants = {
    see: (state: SpecState) => {
      see(state);
      return null;
    },
  };
  exploreAll({ ...specEngine, invariants }, board, 1, { identify });
}

test.each([
  [3, 2, 2],
  [3, 1, 3],
  [3, 3, 1],
  [2, 2, 2],
])('over every state of %i members, quorums %i and %i', (acceptors, quorum1, quorum2) => {
  const board = boardOf({ acceptors, values: 2, ballots: 2, quorum1, quorum2 });
  let safe = 0;
  everyState(board, (state) => {
    const open = [choosable(state, 0), choosable(state, 1)];
    for (const { ballot, value } of chosenAt(state)) expect(open[ballot]![value]).not.toBeNull();
    for (const action of specEngine.enabled(state)) {
      const { state: next } = specEngine.step(state, action);
      for (const ballot of [0, 1]) {
        choosable(next, ballot).forEach((quorum, value) => {
          if (quorum !== null) expect(open[ballot]![value]).not.toBeNull();
        });
      }
    }
    for (const value of [0, 1]) {
      if (safeAtOfVoting(state, 1, value)) expect(safeAt(state, 1, value)).toBeNull();
      if (safeAt(state, 1, value) === null) safe += 1;
    }
    for (const { value } of provablySafe(board, state.messages, 1)) {
      expect(safeAt(state, 1, value)).toBeNull();
    }
  });
  expect(safe).toBeGreaterThan(0);
});

test('is quick for five members, three values and eight ballots', () => {
  const state = position(FIVE, [[1, [1, 3], GREEN]], [3, 1, 3, 3, 2]);
  const began = performance.now();
  for (let i = 0; i < 1_000; i += 1) {
    for (let ballot = 0; ballot < 8; ballot += 1) safeAt(state, ballot, i % 3);
  }
  expect((performance.now() - began) / 1_000).toBeLessThan(2);
});

test('majorities are strict: quorums of every size meet', () => {
  for (let acceptors = 1; acceptors <= 7; acceptors += 1) {
    const quorums = quorumsOfSize(acceptors, majorityOf(acceptors));
    expect(quorums.every((q) => quorums.every((other) => (q & other) !== 0))).toBe(true);
  }
});
