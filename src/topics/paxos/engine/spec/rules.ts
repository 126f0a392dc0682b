import { membersOf } from './board.ts';
import { type Promise1b, promisesAt, proposalsAt, send } from './messages.ts';
import { type Board, NONE, type Quorum, type SpecAction, type SpecState } from './types.ts';

type Propose = Extract<SpecAction, { type: '2a' }>;

/** Init of Paxos.tla: nobody has taken part in anything, and nothing is sent. */
export function initialState(board: Board): SpecState {
  const none = Array.from({ length: board.acceptors }, () => NONE);
  return { board, maxBal: none, maxVBal: none, maxVal: none, messages: [] };
}

/**
 * Next of Paxos.tla, and every witness by itself: for a proposal each quorum, and
 * in it each report that forces the value, so that there are as many actions as
 * states that TLC generates. Sending a message again is among them.
 */
export function enabledActions(state: SpecState): SpecAction[] {
  const { board, maxBal, messages } = state;
  const actions: SpecAction[] = [];
  for (let ballot = 0; ballot < board.ballots; ballot += 1) actions.push({ type: '1a', ballot });
  for (const { type, ballot } of messages) {
    if (type !== '1a') continue;
    for (let acceptor = 0; acceptor < board.acceptors; acceptor += 1) {
      if (ballot > maxBal[acceptor]!) actions.push({ type: '1b', ballot, acceptor });
    }
  }
  for (let ballot = 0; ballot < board.ballots; ballot += 1) {
    actions.push(...allowedProposals(state, ballot));
  }
  for (const message of messages) {
    if (message.type !== '2a') continue;
    const { ballot, value } = message;
    for (let acceptor = 0; acceptor < board.acceptors; acceptor += 1) {
      if (mayVote(state, acceptor, ballot)) actions.push({ type: '2b', ballot, acceptor, value });
    }
  }
  if (board.broken === 'amnesia') {
    for (let acceptor = 0; acceptor < board.acceptors; acceptor += 1) {
      if (maxBal[acceptor] !== NONE) actions.push({ type: 'crash', acceptor });
    }
  }
  return actions;
}

/** Phase2b(a) of Paxos.tla: b >= maxBal[a]. */
export function mayVote({ board, maxBal }: SpecState, acceptor: number, ballot: number): boolean {
  return board.broken === 'break-promise' || ballot >= maxBal[acceptor]!;
}

/** Phase2a(b, v) of Paxos.tla: one action for each quorum, and each report that allows the value. */
export function allowedProposals(state: SpecState, ballot: number): Propose[] {
  const { board, messages } = state;
  if (board.broken !== 'equivocate' && proposalsAt(messages, ballot).length > 0) return [];
  const found: Propose[] = [];
  const free = (quorum: Quorum): void => {
    for (let value = 0; value < board.values; value += 1) {
      found.push({ type: '2a', ballot, value, quorum, because: NONE });
    }
  };
  if (board.broken === 'skip-phase-1') {
    free(0);
    return found;
  }
  const promises = promisesAt(messages, ballot);
  for (const quorum of board.quorums1) {
    const reports = reportsOf(promises, quorum);
    if (reports === null) continue;
    const forcing = forcingReports(board, reports);
    if (forcing.length === 0) free(quorum);
    for (const { acceptor, votedValue } of forcing) {
      found.push({ type: '2a', ballot, value: votedValue, quorum, because: acceptor });
    }
  }
  return found;
}

/** What a quorum's members sent, or `null` where one of them has not promised. */
export function reportsOf(promises: readonly Promise1b[], quorum: Quorum): Promise1b[] | null {
  const inside = promises.filter(({ acceptor }) => (quorum >>> acceptor) & 1);
  const all = membersOf(quorum).every((a) => inside.some(({ acceptor }) => acceptor === a));
  return all ? inside : null;
}

/**
 * The reports whose value a proposal has to take: those of the highest vote.
 * None where nobody reports a vote, and then any value will do.
 */
export function forcingReports(
  { broken }: Pick<Board, 'broken'>,
  reports: readonly Promise1b[],
): Promise1b[] {
  if (broken === 'ignore-votes') return [];
  const voted = reports.filter(({ votedBallot }) => votedBallot !== NONE);
  if (broken === 'copy-any') return voted;
  const highest = Math.max(...voted.map(({ votedBallot }) => votedBallot));
  return voted.filter(({ votedBallot }) => votedBallot === highest);
}

/** The state after a legal action; the same object where it changes nothing. */
export function apply(state: SpecState, action: SpecAction): SpecState {
  const { board, maxBal, maxVBal, maxVal } = state;
  switch (action.type) {
    case '1a':
      return sent(state, { type: '1a', ballot: action.ballot });
    case '2a':
      return sent(state, { type: '2a', ballot: action.ballot, value: action.value });
    case '1b': {
      const { ballot, acceptor } = action;
      const silent = board.broken === 'omit-votes';
      const votedBallot = silent ? NONE : maxVBal[acceptor]!;
      const votedValue = silent ? NONE : maxVal[acceptor]!;
      const promise = { type: '1b', ballot, acceptor, votedBallot, votedValue } as const;
      return sent({ ...state, maxBal: maxBal.with(acceptor, ballot) }, promise);
    }
    case '2b': {
      const { ballot, acceptor, value } = action;
      const vote = { type: '2b', ballot, acceptor, value } as const;
      const after = sent(state, vote);
      // Below its promise, which it breaks but does not forget; and below a later vote.
      const raised = Math.max(ballot, maxBal[acceptor]!);
      if (ballot < maxVBal[acceptor]!) return after;
      const same = raised === maxBal[acceptor] && ballot === maxVBal[acceptor];
      if (same && value === maxVal[acceptor]) return after;
      return {
        ...after,
        maxBal: maxBal.with(acceptor, raised),
        maxVBal: maxVBal.with(acceptor, ballot),
        maxVal: maxVal.with(acceptor, value),
      };
    }
    case 'crash': {
      const { acceptor } = action;
      return {
        ...state,
        maxBal: maxBal.with(acceptor, NONE),
        maxVBal: maxVBal.with(acceptor, NONE),
        maxVal: maxVal.with(acceptor, NONE),
      };
    }
  }
}

function sent(state: SpecState, message: Parameters<typeof send>[2]): SpecState {
  const messages = send(state.board, state.messages, message);
  return messages === state.messages ? state : { ...state, messages };
}
