import { NONE } from '../spec/types.ts';
import { memberName } from '../spec/words.ts';
import { otherVote, votesEngine, witnesses } from './votes.ts';

/**
 * Voting.tla of tlaplus/Examples, by Lamport: IncreaseMaxBal and VoteFor, the algorithm
 * that Paxos.tla carries out by messages. `quorums1` show a value safe, `quorums2`
 * choose it.
 */
export const votingEngine = votesEngine({
  cannotVote(state, vote) {
    const { maxBal, votes } = state;
    const { acceptor, ballot } = vote;
    const name = memberName(acceptor);
    if (maxBal[acceptor]! > ballot) {
      return `${name} promised ballot ${maxBal[acceptor]}, so ballot ${ballot} is closed to it.`;
    }
    if (votes[acceptor]![ballot] !== NONE) return `${name} has voted in ballot ${ballot} already.`;
    return otherVote(state, vote);
  },
  showsSafe: (state, vote) => witnesses(state, vote, { promised: vote.ballot, end: vote.ballot }),
});
