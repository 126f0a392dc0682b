import { membersOf } from './board.ts';
import { promisesAt, proposalsAt } from './messages.ts';
import { forcingReports, mayVote, reportsOf } from './rules.ts';
import { NONE, type SpecAction, type SpecState } from './types.ts';
import { capital, memberName, setName, valueName } from './words.ts';

/**
 * `null` if the action is legal, else the conjunct of Paxos.tla that it breaks, in
 * words: "R2 takes part in ballot 3, so ballot 1 is closed to it."
 */
export function specExplain(state: SpecState, action: SpecAction): string | null {
  return outOfRange(state, action) ?? unmet(state, action);
}

function outOfRange({ board }: SpecState, action: SpecAction): string | null {
  const within = (n: number, size: number) => Number.isInteger(n) && n >= 0 && n < size;
  if ('ballot' in action && !within(action.ballot, board.ballots)) {
    return `There is no ballot ${action.ballot}.`;
  }
  if ('acceptor' in action && !within(action.acceptor, board.acceptors)) {
    return `There is no member R${action.acceptor}.`;
  }
  if ('value' in action && !within(action.value, board.values)) {
    return `There is no value ${action.value}.`;
  }
  return null;
}

function unmet(state: SpecState, action: SpecAction): string | null {
  switch (action.type) {
    case '1a':
      return null;
    case '1b':
      return cannotPromise(state, action);
    case '2a':
      return cannotPropose(state, action);
    case '2b':
      return cannotVote(state, action);
    case 'crash':
      return cannotForget(state, action);
  }
}

function cannotPromise(
  { maxBal, messages }: SpecState,
  { ballot, acceptor }: Extract<SpecAction, { type: '1b' }>,
): string | null {
  const name = memberName(acceptor);
  if (!messages.some((m) => m.type === '1a' && m.ballot === ballot)) {
    return `Nobody has asked for promises in ballot ${ballot}.`;
  }
  const taken = maxBal[acceptor]!;
  if (taken === ballot) return `${name} takes part in ballot ${ballot} already.`;
  return taken > ballot
    ? `${name} takes part in ballot ${taken}, so it answers nothing for ballot ${ballot}.`
    : null;
}

function cannotVote(
  state: SpecState,
  { ballot, acceptor, value }: Extract<SpecAction, { type: '2b' }>,
): string | null {
  const proposals = proposalsAt(state.messages, ballot);
  if (!proposals.some((m) => m.value === value)) {
    const there = proposals[0];
    return there
      ? `Ballot ${ballot} proposes ${valueName(there.value)}, not ${valueName(value)}.`
      : `Nothing is proposed in ballot ${ballot} yet.`;
  }
  if (mayVote(state, acceptor, ballot)) return null;
  return `${memberName(acceptor)} takes part in ballot ${state.maxBal[acceptor]}, so ballot ${ballot} is closed to it.`;
}

function cannotForget(
  { board, maxBal }: SpecState,
  { acceptor }: Extract<SpecAction, { type: 'crash' }>,
): string | null {
  if (board.broken !== 'amnesia')
    return 'What a member knows is on its disk: a crash changes nothing.';
  return maxBal[acceptor] === NONE ? `${memberName(acceptor)} has nothing to forget.` : null;
}

function cannotPropose(
  state: SpecState,
  { ballot, value, quorum, because }: Extract<SpecAction, { type: '2a' }>,
): string | null {
  const { board, messages } = state;
  const there = proposalsAt(messages, ballot)[0];
  if (there && board.broken !== 'equivocate') {
    return `Ballot ${ballot} has its proposal already: ${valueName(there.value)}.`;
  }
  if (board.broken === 'skip-phase-1') {
    return quorum === 0 && because === NONE
      ? null
      : 'With phase 1 skipped there is no quorum to name.';
  }
  if (!board.quorums1.includes(quorum))
    return `${capital(setName(quorum))} cannot stand for everyone: that is no quorum.`;
  const promises = promisesAt(messages, ballot);
  const reports = reportsOf(promises, quorum);
  if (reports === null) {
    const missing = membersOf(quorum).find((a) => !promises.some((m) => m.acceptor === a))!;
    return `${memberName(missing)} has not promised ballot ${ballot}.`;
  }
  const forcing = forcingReports(board, reports);
  if (forcing.length === 0) {
    return because === NONE ? null : `${memberName(because)} reports no vote to go by.`;
  }
  if (forcing.some((m) => m.acceptor === because && m.votedValue === value)) return null;
  const [first] = forcing;
  const wanted = `${memberName(first!.acceptor)} reports a vote for ${valueName(first!.votedValue)} in ballot ${first!.votedBallot}`;
  if (forcing.some((m) => m.votedValue === value)) return `${wanted}: the proposal goes by that.`;
  return board.broken === 'copy-any'
    ? `${wanted}, and nobody reports one for ${valueName(value)}.`
    : `${wanted}, the highest reported, so only ${valueName(first!.votedValue)} may be proposed.`;
}
