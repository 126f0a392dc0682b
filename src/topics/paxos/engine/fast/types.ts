/**
 * Fast Paxos for one value: members, values and ballots are numbers from 0, and
 * `NONE` stands where there is none. Ballot 0 is fast: its leader lets anyone
 * propose, and each member votes for the first proposal that reaches it. The
 * others are classic, and ballot b is led by member b mod n.
 */
export const NONE = -1;

/** A rule that is switched off. Quorums that are too small are a matter of their sizes. */
export type BrokenFastRule =
  /** On a collision the leader copies any of the reported values, as classic Paxos could. */
  | 'copy-any'
  /** On a collision it proposes whatever a client has sent. */
  | 'start-afresh';

export interface FastConfig {
  readonly members: number;
  readonly values: number;
  /** How many ballots there are, the fast one included. */
  readonly ballots: number;
  /** Votes that choose in the fast ballot. */
  readonly fastQuorum: number;
  /** Promises that a leader needs, and votes that choose in a classic ballot. */
  readonly quorum: number;
  readonly broken: BrokenFastRule | null;
}

/** A promise as the leader heard it: the highest ballot the member had voted in, and for what. */
export interface FastReport {
  readonly member: number;
  readonly ballot: number;
  readonly value: number;
}

export interface FastMember {
  /** The highest ballot it has taken part in. */
  readonly promised: number;
  /** By ballot: what it voted for. */
  readonly votes: readonly number[];
}

export interface FastBallot {
  /** The leader has sent its request: "any" in the fast ballot, for promises in the others. */
  readonly asked: boolean;
  /** The promises heard, by member. */
  readonly heard: readonly FastReport[];
  /** What a classic ballot's leader proposed. */
  readonly proposed: number;
}

export interface FastState {
  readonly config: FastConfig;
  /** What clients have proposed to the members, one bit each. */
  readonly sent: number;
  readonly ballots: readonly FastBallot[];
  readonly members: readonly FastMember[];
}

export type FastAction =
  /** The leader of ballot 0 lets the members vote for any proposal. */
  | { readonly type: 'open' }
  /** A client sends its proposal to every member. */
  | { readonly type: 'client'; readonly value: number }
  | { readonly type: 'ask'; readonly ballot: number }
  | { readonly type: 'promise'; readonly ballot: number; readonly member: number }
  | { readonly type: 'propose'; readonly ballot: number; readonly value: number }
  | {
      readonly type: 'vote';
      readonly ballot: number;
      readonly member: number;
      readonly value: number;
    };

export interface FastEvent {
  readonly kind:
    | 'open'
    | 'client'
    | 'ask'
    | 'promise'
    /** The promise that makes a quorum. */
    | 'quorum'
    | 'propose'
    | 'vote'
    /** Two values have votes in the fast ballot, and neither can be chosen there any more. */
    | 'collide'
    | 'decide';
  readonly ballot: number;
  readonly member: number;
  readonly value: number;
}
