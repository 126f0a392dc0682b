import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { membersOf } from '../spec/board.ts';
import { type Board, NONE, type Quorum } from '../spec/types.ts';
import { capital, memberName, setName, valueName } from '../spec/words.ts';

/** What is left of Paxos without messages: the votes, and each member's promise. */
export interface VotesState {
  readonly board: Board;
  /** By acceptor: the ballot it promised, or `NONE`. */
  readonly maxBal: readonly number[];
  /** By acceptor and ballot: the value it voted for, or `NONE`. */
  readonly votes: readonly (readonly number[])[];
}

export type VotesAction =
  /** Raises `maxBal` to the ballot. */
  | { readonly type: 'raise'; readonly acceptor: number; readonly ballot: number }
  | ({ readonly type: 'vote' } & Vote & Witness);

export interface Vote {
  readonly acceptor: number;
  readonly ballot: number;
  readonly value: number;
}

/** What shows a value safe. TLC generates a state for each, so each is an action. */
export interface Witness {
  readonly quorum: Quorum;
  /** The ballot that settles it: between that one and the vote's nobody in the quorum voted. */
  readonly settled: number;
  /** A member who voted for the value there; `NONE` where `settled` is. */
  readonly because: number;
}

export interface VotesEvent {
  readonly kind: 'raise' | 'vote';
  readonly action: VotesAction;
}

export type VotesEngine = Engine<Board, VotesState, VotesAction, VotesEvent>;

/** Equal text means equal state, on one board. */
export function identifyVotes({ maxBal, votes }: VotesState): string {
  return String.fromCharCode(...maxBal.map((b) => b + 1), ...votes.flat().map((v) => v + 1));
}

/**
 * The common part of `ShowsSafeAt` (Voting.tla) and `Safe` (Ballot.tla): quorums whose
 * members all have a `maxBal` of at least `promised`, and a ballot below `end`, after
 * which none of them voted below the vote's own, and in which one voted for the value.
 */
export function witnesses(
  { board, maxBal, votes }: VotesState,
  { ballot, value }: Vote,
  { promised, end }: { readonly promised: number; readonly end: number },
): Witness[] {
  const found: Witness[] = [];
  for (const quorum of board.quorums1) {
    const members = membersOf(quorum);
    if (members.some((acceptor) => maxBal[acceptor]! < promised)) continue;
    const latest = Math.max(
      ...members.map((acceptor) =>
        votes[acceptor]!.findLastIndex((v, b) => v !== NONE && b < ballot),
      ),
    );
    if (latest === NONE) found.push({ quorum, settled: NONE, because: NONE });
    for (let settled = Math.max(latest, 0); settled < end; settled += 1) {
      for (const because of members) {
        if (votes[because]![settled] === value) found.push({ quorum, settled, because });
      }
    }
  }
  return found;
}

/** The first vote in a ballot for another value. */
export function otherVote({ votes }: VotesState, { ballot, value }: Vote): string | null {
  const acceptor = votes.findIndex((cast) => cast[ballot] !== NONE && cast[ballot] !== value);
  if (acceptor < 0) return null;
  const there = valueName(votes[acceptor]![ballot]!);
  return `${memberName(acceptor)} voted for ${there} in ballot ${ballot}, and a ballot has one value.`;
}

function agreement({ board, votes }: VotesState): string | null {
  let first: { value: number; words: string } | null = null;
  for (let ballot = 0; ballot < board.ballots; ballot += 1) {
    for (let value = 0; value < board.values; value += 1) {
      const quorum = board.quorums2.find((q) =>
        membersOf(q).every((acceptor) => votes[acceptor]![ballot] === value),
      );
      if (quorum === undefined) continue;
      const words = `${valueName(value)} is chosen in ballot ${ballot} by ${setName(quorum)}`;
      if (first && first.value !== value) return capital(`${first.words}, and ${words}.`);
      first ??= { value, words };
    }
  }
  return null;
}

function after(state: VotesState, { acceptor, ballot, ...action }: VotesAction): VotesState {
  const { board, votes } = state;
  const maxBal = state.maxBal.with(acceptor, ballot);
  if (action.type === 'raise') return { board, maxBal, votes };
  const { value } = action;
  return { board, maxBal, votes: votes.with(acceptor, votes[acceptor]!.with(ballot, value)) };
}

function describeVotes({ acceptor, ballot, ...action }: VotesAction): string {
  return action.type === 'raise'
    ? `${memberName(acceptor)} promises ballot ${ballot}`
    : `${memberName(acceptor)} votes for ${valueName(action.value)} in ballot ${ballot}`;
}

function everyVote({ acceptors, values, ballots }: Board): Vote[] {
  const found: Vote[] = [];
  for (let acceptor = 0; acceptor < acceptors; acceptor += 1) {
    for (let ballot = 0; ballot < ballots; ballot += 1) {
      for (let value = 0; value < values; value += 1) found.push({ acceptor, ballot, value });
    }
  }
  return found;
}

function outOfRange({ acceptors, values, ballots }: Board, action: VotesAction): string | null {
  const within = (n: number, size: number) => Number.isInteger(n) && n >= 0 && n < size;
  if (!within(action.acceptor, acceptors)) return `There is no member R${action.acceptor}.`;
  if (!within(action.ballot, ballots)) return `There is no ballot ${action.ballot}.`;
  if (action.type === 'vote' && !within(action.value, values)) {
    return `There is no value ${action.value}.`;
  }
  return null;
}

/** What sets one algorithm over votes apart from another. */
export interface VotingRules {
  /** What keeps a member from voting, in words, whether or not the value is safe. */
  cannotVote(state: VotesState, vote: Vote): string | null;
  /** Everything that shows the value safe. */
  showsSafe(state: VotesState, vote: Vote): readonly Witness[];
}

/** An engine over votes alone. It keeps its rules whatever `board.broken` says. */
export function votesEngine({ cannotVote, showsSafe }: VotingRules): VotesEngine {
  const unmet = (state: VotesState, action: VotesAction): string | null => {
    if (action.type === 'raise') {
      const taken = state.maxBal[action.acceptor]!;
      if (taken < action.ballot) return null;
      return `${memberName(action.acceptor)} promised ballot ${taken} already.`;
    }
    const closed = cannotVote(state, action);
    if (closed !== null) return closed;
    const { quorum, settled, because } = action;
    const shown = showsSafe(state, action).some(
      (w) => w.quorum === quorum && w.settled === settled && w.because === because,
    );
    const said = `${valueName(action.value)} is safe in ballot ${action.ballot}`;
    return shown ? null : `${capital(setName(quorum))} cannot show that ${said}.`;
  };
  const enabled = (state: VotesState): VotesAction[] => {
    const actions: VotesAction[] = [];
    state.maxBal.forEach((taken, acceptor) => {
      for (let ballot = taken + 1; ballot < state.board.ballots; ballot += 1) {
        actions.push({ type: 'raise', acceptor, ballot });
      }
    });
    for (const vote of everyVote(state.board)) {
      if (cannotVote(state, vote) !== null) continue;
      for (const witness of showsSafe(state, vote)) {
        actions.push({ type: 'vote', ...vote, ...witness });
      }
    }
    return actions;
  };
  const engine: VotesEngine = {
    init: (board) => ({
      board,
      maxBal: Array.from({ length: board.acceptors }, () => NONE),
      votes: Array.from({ length: board.acceptors }, () =>
        Array.from({ length: board.ballots }, () => NONE),
      ),
    }),
    enabled,
    explain: (state, action) => outOfRange(state.board, action) ?? unmet(state, action),
    step(state, action) {
      assertLegal(engine, state, action);
      return { state: after(state, action), events: [{ kind: action.type, action }] };
    },
    caption: (_, [event]) =>
      event ? `${describeVotes(event.action)}.` : 'Nobody has promised or voted yet.',
    describe: (_, action) => describeVotes(action),
    invariants: { agreement },
    ticks: [
      { id: 'raise', label: 'promises', tone: 'ink', shape: 'bar' },
      { id: 'vote', label: 'votes', tone: 'fresh', shape: 'disc' },
    ],
    tick: ([event]) => event?.kind ?? null,
    grains: [{ id: 'move', label: 'Move' }],
    grain: () => 0,
  };
  return engine;
}
