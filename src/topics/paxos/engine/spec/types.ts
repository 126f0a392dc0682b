/**
 * The vocabulary of single-decree Paxos as Lamport's Paxos.tla has it: acceptors,
 * values and ballots are numbers from 0, and `NONE` stands where there is none.
 */
export const NONE = -1;

/** A set of acceptors, one bit each. */
export type Quorum = number;

/** A rule that a reader may switch off. Quorums that need not meet are a matter of `quorums1` and `quorums2`. */
export type BrokenRule =
  | 'skip-phase-1'
  | 'equivocate'
  | 'ignore-votes'
  | 'omit-votes'
  | 'break-promise'
  | 'copy-any'
  | 'amnesia';

export const BROKEN_RULES: readonly BrokenRule[] = [
  'skip-phase-1',
  'equivocate',
  'ignore-votes',
  'omit-votes',
  'break-promise',
  'copy-any',
  'amnesia',
];

export interface Board {
  readonly acceptors: number;
  readonly values: number;
  /** How many ballots there are: 3 means 0, 1, 2. */
  readonly ballots: number;
  /** Those that a proposal needs promises from. */
  readonly quorums1: readonly Quorum[];
  /** Those whose votes in one ballot choose a value. */
  readonly quorums2: readonly Quorum[];
  readonly broken: BrokenRule | null;
}

/** What is sent is there for good: loss is a message never received. */
export type Message =
  | { readonly type: '1a'; readonly ballot: number }
  | {
      readonly type: '1b';
      readonly ballot: number;
      readonly acceptor: number;
      /** The highest ballot it has voted in, and what for; `NONE` if it has not. */
      readonly votedBallot: number;
      readonly votedValue: number;
    }
  | { readonly type: '2a'; readonly ballot: number; readonly value: number }
  | {
      readonly type: '2b';
      readonly ballot: number;
      readonly acceptor: number;
      readonly value: number;
    };

/** The counted state: what TLC would call one state, and nothing else. */
export interface SpecState {
  readonly board: Board;
  /** By acceptor: the highest ballot it has taken part in. */
  readonly maxBal: readonly number[];
  /** By acceptor: the ballot of its latest vote, and the value. */
  readonly maxVBal: readonly number[];
  readonly maxVal: readonly number[];
  /** Every message ever sent, once each, in an order that does not tell when. */
  readonly messages: readonly Message[];
}

export type SpecAction =
  | { readonly type: '1a'; readonly ballot: number }
  | { readonly type: '1b'; readonly ballot: number; readonly acceptor: number }
  | {
      readonly type: '2a';
      readonly ballot: number;
      readonly value: number;
      /** The quorum whose promises allow it: TLC counts each that does. */
      readonly quorum: Quorum;
      /** Whose report in that quorum forces the value; `NONE` where none reports a vote. */
      readonly because: number;
    }
  | {
      readonly type: '2b';
      readonly ballot: number;
      readonly acceptor: number;
      readonly value: number;
    }
  /** With amnesia: it forgets all three of its variables. */
  | { readonly type: 'crash'; readonly acceptor: number };

/** What an action did; `again` where it changed nothing. */
export interface SpecEvent {
  readonly kind: '1a' | '1b' | '2a' | '2b' | 'crash' | 'again';
  readonly action: SpecAction;
}
