import { memberName } from '../spec/words.ts';
import { otherVote, votesEngine, witnesses } from './votes.ts';

/**
 * Ballot.tla of matklad's "Notes on Paxos": AdvanceMaxBal and Vote. There `maxBal` is
 * the last ballot a member is done with, one less than in Voting.tla after a promise: a
 * vote in ballot b needs a `maxBal` below b, and a quorum at b - 1 or above makes it
 * safe. So nobody votes twice in a ballot, and raising `maxBal` to b closes b as well.
 * `Safe` looks for its settling ballot in all of them, b and those above it included:
 * a value that was voted for there was safe there.
 */
export const ballotVoteEngine = votesEngine({
  cannotVote(state, vote) {
    const { acceptor, ballot } = vote;
    const done = state.maxBal[acceptor]!;
    if (done >= ballot) return `${memberName(acceptor)} is done with ballots up to ${done}.`;
    return otherVote(state, vote);
  },
  showsSafe: (state, vote) =>
    witnesses(state, vote, { promised: vote.ballot - 1, end: state.board.ballots }),
});
