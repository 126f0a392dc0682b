import { describe, expect, test } from 'vitest';
import { type ExploreResult, exploreAll } from '../../../../lab/explore.ts';
import { type BoardSize, boardOf } from './board.ts';
import { disagreement, specInvariants } from './invariants.ts';
import { identify, specEngine, specExplain } from './paxos.ts';
import { initialState } from './rules.ts';
import { BROKEN_RULES, type BrokenRule, type SpecAction, type SpecState } from './types.ts';

const SMALL: BoardSize = { acceptors: 3, values: 2, ballots: 2 };

function search(size: Partial<BoardSize>, invariants: typeof specEngine.invariants) {
  const board = boardOf({ ...SMALL, ...size });
  return exploreAll({ ...specEngine, invariants }, board, 1, { identify });
}

const counts = (size: Partial<BoardSize>) => search(size, specInvariants);
const agreeing = (size: Partial<BoardSize>) => search(size, { agreement: disagreement });

const summary = ({ distinct, generated, levels, violation }: ExploreResult<SpecAction>) => ({
  distinct,
  generated,
  depth: levels.length,
  violation,
});

/** Distinct, generated and depth as TLC reports them, every invariant checked in every state. */
test.each<[string, Partial<BoardSize>, [number, number, number]]>([
  ['one ballot', { ballots: 1 }, [73, 314, 9]],
  ['two ballots', { ballots: 2 }, [3_921, 23_563, 17]],
  ['MCPaxos: one acceptor, one value', { acceptors: 1, values: 1 }, [25, 82, 9]],
  ['three ballots', { ballots: 3 }, [185_369, 1_361_380, 25]],
])('counts %s', (_, size, [distinct, generated, depth]) => {
  expect(summary(counts(size))).toEqual({ distinct, generated, depth, violation: null });
});

test('the levels of two ballots are TLC’s', () => {
  expect(counts({}).levels).toEqual([
    1, 2, 7, 12, 29, 72, 139, 234, 341, 464, 646, 780, 670, 372, 126, 24, 2,
  ]);
});

test('JSON of a state identifies it as well as the short text does', () => {
  const board = boardOf(SMALL);
  const plain = exploreAll({ ...specEngine, invariants: {} }, board, 1);
  expect(plain.distinct).toBe(3_921);
});

test.each([
  [1, 3],
  [3, 1],
])('quorums of %i and %i of three are safe', (quorum1, quorum2) => {
  expect(counts({ quorum1, quorum2 }).violation).toBeNull();
});

/** Agreement alone is checked, for a broken rule breaks the other promises sooner. */
describe('the shortest way to two chosen values', () => {
  test.each<[BrokenRule, number]>([
    ['skip-phase-1', 6],
    ['equivocate', 9],
    ['ignore-votes', 12],
    ['omit-votes', 12],
    ['break-promise', 12],
    ['amnesia', 13],
  ])('%s: %i moves', (broken, moves) => {
    const { violation } = agreeing({ broken });
    expect(violation?.actions).toHaveLength(moves);
    const crashes = violation!.actions.filter(({ type }) => type === 'crash');
    expect(crashes).toHaveLength(broken === 'amnesia' ? 1 : 0);
  });

  test.each<[Partial<BoardSize>, number]>([
    [{ quorum1: 1, quorum2: 2 }, 10],
    [{ quorum1: 2, quorum2: 1 }, 10],
    [{ acceptors: 4, quorum1: 2, quorum2: 2 }, 12],
  ])('quorums that need not meet %o: %i moves', (size, moves) => {
    expect(agreeing(size).violation?.actions).toHaveLength(moves);
  });

  test('copying any vote is safe with two ballots', () => {
    expect(summary(agreeing({ broken: 'copy-any' }))).toMatchObject({
      distinct: 3_921,
      violation: null,
    });
  });

  test('copying any vote takes 17 moves and three ballots', () => {
    expect(agreeing({ broken: 'copy-any', ballots: 3 }).violation?.actions).toHaveLength(17);
  });

  test('is told in words', () => {
    const { violation } = agreeing({ broken: 'skip-phase-1' });
    expect(violation?.message).toBe(
      'Green is chosen in ballot 0 by R0 and R1, and blue is chosen in ballot 1 by R0 and R1.',
    );
  });
});

test('one proposal in a ballot, proposals for votes, and their safety are checked too', () => {
  const message = (size: Partial<BoardSize>) => counts(size).violation?.invariant;
  expect(message({ broken: 'equivocate' })).toBe('one value in a ballot');
  expect(message({ broken: 'ignore-votes' })).toBe('what is proposed is safe');
  const state: SpecState = {
    ...initialState(boardOf(SMALL)),
    messages: [{ type: '2b', ballot: 0, acceptor: 1, value: 1 }],
  };
  expect(specInvariants.validity(state)).toBe(
    'R1 voted for blue in ballot 0, which nobody proposed.',
  );
});

/** Every action that can be written down, sensible or not. */
function everyAction({ board }: SpecState): SpecAction[] {
  const { acceptors, values, ballots } = board;
  const upTo = (n: number) => Array.from({ length: n + 1 }, (_, i) => i);
  const quorums = upTo(2 ** acceptors - 1);
  return upTo(ballots).flatMap((ballot): SpecAction[] => [
    { type: '1a', ballot },
    ...upTo(acceptors).flatMap((acceptor): SpecAction[] => [
      { type: '1b', ballot, acceptor },
      ...upTo(values).map((value) => ({ type: '2b', ballot, acceptor, value }) as const),
      ...(ballot === 0 ? [{ type: 'crash', acceptor } as const] : []),
    ]),
    ...upTo(values).flatMap((value) =>
      quorums.flatMap((quorum) =>
        [-1, ...upTo(acceptors)].map(
          (because) => ({ type: '2a', ballot, value, quorum, because }) as const,
        ),
      ),
    ),
  ]);
}

test.each([null, ...BROKEN_RULES])(
  'enabled lists exactly what explain accepts (broken: %s)',
  (broken) => {
    const states: SpecState[] = [];
    const keep = (state: SpecState) => {
      if (states.length < 20_000) states.push(state);
      return null;
    };
    const engine = { ...specEngine, invariants: { keep } };
    exploreAll(engine, boardOf({ ...SMALL, broken }), 1, { identify, maxStates: 20_000 });
    const text = (actions: readonly SpecAction[]) =>
      actions.map((action) => JSON.stringify(Object.entries(action).sort())).sort();
    for (let i = 0; i < states.length; i += Math.ceil(states.length / 150)) {
      const state = states[i]!;
      const accepted = everyAction(state).filter((action) => specExplain(state, action) === null);
      expect(text(specEngine.enabled(state))).toEqual(text(accepted));
      for (const action of accepted) {
        const step = specEngine.step(state, action);
        expect(specEngine.caption(step.state, step.events)).toMatch(/^[A-Z].*\.$/);
        expect(step.events[0]!.kind === 'again').toBe(identify(step.state) === identify(state));
      }
    }
  },
);

describe('a refused move says which condition fails', () => {
  const play = (actions: readonly SpecAction[], size: Partial<BoardSize> = {}) =>
    actions.reduce(
      (state, action) => specEngine.step(state, action).state,
      specEngine.init(boardOf({ ...SMALL, ballots: 4, ...size }), 1),
    );
  const promise = (ballot: number, ...members: number[]): SpecAction[] => [
    { type: '1a', ballot },
    ...members.map((acceptor) => ({ type: '1b', ballot, acceptor }) as const),
  ];
  const propose = (ballot: number, value: number, quorum: number, because = -1): SpecAction => ({
    type: '2a',
    ballot,
    value,
    quorum,
    because,
  });
  const vote = (ballot: number, acceptor: number, value: number): SpecAction => ({
    type: '2b',
    ballot,
    acceptor,
    value,
  });
  const voted = play([...promise(0, 0, 1), propose(0, 0, 3), vote(0, 1, 0), ...promise(1, 1, 2)]);

  test.each<[SpecAction, string]>([
    [{ type: '1b', ballot: 2, acceptor: 0 }, 'Nobody has asked for promises in ballot 2.'],
    [{ type: '1b', ballot: 1, acceptor: 2 }, 'R2 takes part in ballot 1 already.'],
    [
      { type: '1b', ballot: 0, acceptor: 2 },
      'R2 takes part in ballot 1, so it answers nothing for ballot 0.',
    ],
    [vote(0, 2, 0), 'R2 takes part in ballot 1, so ballot 0 is closed to it.'],
    [vote(0, 0, 1), 'Ballot 0 proposes green, not blue.'],
    [vote(1, 1, 1), 'Nothing is proposed in ballot 1 yet.'],
    [propose(0, 1, 3), 'Ballot 0 has its proposal already: green.'],
    [propose(1, 0, 1), 'R0 cannot stand for everyone: that is no quorum.'],
    [propose(1, 0, 3), 'R0 has not promised ballot 1.'],
    [
      propose(1, 1, 6, 1),
      'R1 reports a vote for green in ballot 0, the highest reported, so only green may be proposed.',
    ],
    [propose(1, 0, 6, 2), 'R1 reports a vote for green in ballot 0: the proposal goes by that.'],
    [{ type: '1a', ballot: 4 }, 'There is no ballot 4.'],
    [{ type: '1b', ballot: 1, acceptor: 3 }, 'There is no member R3.'],
    [propose(1, 2, 6), 'There is no value 2.'],
  ])('%o', (action, words) => {
    expect(specExplain(voted, action)).toBe(words);
    expect(() => specEngine.step(voted, action)).toThrow(words);
  });

  test('captions say what happened and why', () => {
    const captions: string[] = [];
    let state = specEngine.init(boardOf(SMALL), 1);
    for (const action of [
      ...promise(0, 0, 1),
      propose(0, 0, 3),
      vote(0, 1, 0),
      vote(0, 0, 0),
      ...promise(1, 1, 2),
      propose(1, 0, 6, 1),
      { type: '1a', ballot: 1 } as const,
    ]) {
      const step = specEngine.step(state, action);
      state = step.state;
      captions.push(specEngine.caption(state, step.events));
    }
    expect(captions).toMatchInlineSnapshot(`
      [
        "Everyone is asked for a promise in ballot 0.",
        "R0 joins ballot 0, and reports no vote.",
        "R1 joins ballot 0, and reports no vote.",
        "Green is proposed in ballot 0: R0 and R1 promised and report no vote, so any value would do.",
        "R1 votes for green in ballot 0.",
        "R0 votes for green in ballot 0. R0 and R1 did: it is chosen.",
        "Everyone is asked for a promise in ballot 1.",
        "R1 promises to vote in no ballot below 1, and reports its vote for green in ballot 0.",
        "R2 promises to vote in no ballot below 1, and reports no vote.",
        "Green is proposed in ballot 1, the value of the vote that R1 reports.",
        "Ask for promises in ballot 1 once more, which changes nothing.",
      ]
    `);
  });
});
