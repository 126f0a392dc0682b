import { describe, expect, test } from 'vitest';
import { exploreAll } from '../../../../lab/explore.ts';
import { boardOf } from '../spec/board.ts';
import { ballotVoteEngine } from './ballot-vote.ts';
import { identifyVotes, type VotesAction, type VotesEngine, type VotesState } from './votes.ts';
import { votingEngine } from './voting.ts';

const board = (ballots: number) => boardOf({ acceptors: 3, values: 2, ballots });

/** As TLC counts them: a state for every witness of `ShowsSafeAt` or `Safe`. */
test.each<[string, VotesEngine, number, [number, number, number]]>([
  ['Voting 0..2', votingEngine, 3, [6_752, 41_017, 16]],
  ['Ballot Vote 0..1', ballotVoteEngine, 2, [761, 6_022, 7]],
  ['Ballot Vote 0..2', ballotVoteEngine, 3, [8_816, 82_435, 10]],
])('%s', (_, engine, ballots, counts) => {
  const found = exploreAll(engine, board(ballots), 1, { identify: identifyVotes });
  expect([found.distinct, found.generated, found.levels.length]).toEqual(counts);
  expect(found).toMatchObject({ complete: true, violation: null });
});

test.each([votingEngine, ballotVoteEngine])('quorums that need not meet choose two', (engine) => {
  const apart = boardOf({ acceptors: 3, values: 2, ballots: 2, quorum1: 1, quorum2: 2 });
  const { violation } = exploreAll(engine, apart, 1, { identify: identifyVotes });
  expect(violation?.invariant).toBe('agreement');
});

test('enabled lists what explain accepts, and nothing twice', () => {
  for (const engine of [votingEngine, ballotVoteEngine]) {
    const check = (state: VotesState): null => {
      const actions = engine.enabled(state);
      expect(new Set(actions.map((action) => JSON.stringify(action))).size).toBe(actions.length);
      for (const action of actions) expect(engine.explain(state, action)).toBeNull();
      return null;
    };
    const found = exploreAll({ ...engine, invariants: { check } }, board(2), 1, {
      identify: identifyVotes,
    });
    expect(found.complete).toBe(true);
  }
});

describe('why a member may not vote', () => {
  const play = (engine: VotesEngine, ...actions: VotesAction[]): VotesState =>
    actions.reduce((state, action) => engine.step(state, action).state, engine.init(board(3), 1));
  const raise = (acceptor: number, ballot: number): VotesAction => ({
    type: 'raise',
    acceptor,
    ballot,
  });
  const vote = (
    acceptor: number,
    ballot: number,
    value: number,
    { quorum = 3, settled = -1, because = -1 } = {},
  ): VotesAction => ({ type: 'vote', acceptor, ballot, value, quorum, settled, because });
  const green = [raise(0, 0), raise(1, 0), vote(0, 0, 0)];

  test.each<[VotesEngine, VotesAction[], VotesAction, string | null]>([
    [votingEngine, [raise(0, 1)], vote(0, 0, 0), 'closed'],
    [votingEngine, [raise(0, 1)], vote(0, 1, 0), 'cannot show'],
    [votingEngine, [raise(0, 1), raise(1, 1)], vote(0, 1, 0), null],
    [votingEngine, [raise(0, 1), raise(1, 1)], vote(2, 1, 0), null],
    [votingEngine, [raise(0, 1), raise(1, 1)], vote(0, 1, 0, { quorum: 6 }), 'R1 and R2 cannot'],
    [votingEngine, green, vote(0, 0, 0), 'already'],
    [votingEngine, green, vote(1, 0, 1), 'one value'],
    [votingEngine, [...green, raise(0, 1), raise(1, 1)], vote(1, 1, 1), 'cannot show'],
    [
      votingEngine,
      [...green, raise(0, 1), raise(1, 1)],
      vote(1, 1, 0, { settled: 0, because: 0 }),
      null,
    ],
    [ballotVoteEngine, [], vote(0, 0, 0), null],
    [ballotVoteEngine, [], vote(0, 1, 0), 'cannot show'],
    [ballotVoteEngine, [raise(0, 0), raise(1, 0)], vote(0, 0, 0), 'done with'],
    [ballotVoteEngine, [raise(0, 0), raise(1, 0)], vote(0, 1, 0), null],
    [ballotVoteEngine, [vote(0, 0, 0), raise(1, 0)], vote(1, 1, 1), 'cannot show'],
    [ballotVoteEngine, [], vote(0, 0, 2), 'no value 2'],
    [ballotVoteEngine, [], raise(0, 3), 'no ballot 3'],
  ])('%#', (engine, before, action, words) => {
    const said = engine.explain(play(engine, ...before), action);
    if (words === null) expect(said).toBeNull();
    else expect(said).toContain(words);
  });
});
