/**
 * A log kept by Paxos: one decree for each slot, and one phase 1 for all of them.
 * Members, slots and ballots are numbers from 0; ballot b is led by member b mod n.
 */
export const NONE = -1;

/** What a slot may hold: a client's command, such as "x=1", or `NO_OP`. */
export type Command = string;

/** Changes nothing when it is applied. A leader fills a gap with it. */
export const NO_OP: Command = 'no-op';

/** A rule that is switched off, to see what it was for. */
export type BrokenLogRule =
  /** The leader proposes what it likes, whatever its quorum reports. */
  | 'ignore-reports'
  /** It copies any reported vote, not the one with the highest ballot. */
  | 'copy-any'
  /** It proposes before a quorum has promised. */
  | 'skip-phase-1'
  /** A promise does not say what was accepted. */
  | 'omit-votes'
  /** A member accepts in a ballot lower than it promised. */
  | 'break-promise'
  /** A member applies what it knows, slots missing or not. */
  | 'apply-over-holes';

export interface LogConfig {
  readonly members: number;
  readonly slots: number;
  readonly ballots: number;
  /** What clients will send, in this order. Each once. */
  readonly commands: readonly Command[];
  /** How often a member may crash in one run. */
  readonly crashes: number;
  readonly broken: BrokenLogRule | null;
}

/** What a member accepted last in one slot. */
export interface Vote {
  readonly ballot: number;
  readonly value: Command;
}

export interface Member {
  readonly up: boolean;
  /** The highest ballot it has taken part in, for all slots; `NONE` at first. */
  readonly promised: number;
  /** By slot. */
  readonly accepted: readonly (Vote | null)[];
  /** By slot: what it knows to be chosen. */
  readonly known: readonly (Command | null)[];
}

/** A promise as the leader heard it: the member's votes when it was made, by slot. */
export interface Report {
  readonly member: number;
  readonly votes: readonly (Vote | null)[];
}

/** One ballot. */
export interface Term {
  readonly asked: boolean;
  /** Its leader has not crashed since it asked, so it hears what is answered. */
  readonly open: boolean;
  /** The promises heard, by member. */
  readonly heard: readonly Report[];
  /** By slot. */
  readonly proposed: readonly (Command | null)[];
  /** By slot: who accepted in this ballot, one bit each. */
  readonly votes: readonly number[];
}

/**
 * Messages are not kept: what was asked or proposed can be answered at any later
 * time, and what is lost is never answered.
 */
export interface LogState {
  readonly config: LogConfig;
  /** The commands that clients have sent so far, in order. */
  readonly submitted: number;
  readonly crashes: number;
  readonly terms: readonly Term[];
  readonly members: readonly Member[];
}

export type LogAction =
  /** A client sends the next command, to every member. */
  | { readonly type: 'submit' }
  /** The leader asks for promises, and makes its own. */
  | { readonly type: 'ask'; readonly ballot: number }
  | { readonly type: 'promise'; readonly ballot: number; readonly member: number }
  /** The leader proposes for one slot, and accepts it itself. */
  | {
      readonly type: 'propose';
      readonly ballot: number;
      readonly slot: number;
      readonly value: Command;
    }
  | {
      readonly type: 'accept';
      readonly ballot: number;
      readonly slot: number;
      readonly member: number;
    }
  /** A member is told what was chosen in one slot, by another that knows. */
  | { readonly type: 'learn'; readonly member: number; readonly slot: number }
  /** It is told of all slots that the best informed of the others knows. */
  | { readonly type: 'catch-up'; readonly member: number }
  | { readonly type: 'crash'; readonly member: number }
  | { readonly type: 'restart'; readonly member: number };

/** Why a leader proposed what it did. */
export type Ground = 'report' | 'gap' | 'client';

export type LogEvent =
  | { readonly kind: 'submit'; readonly command: Command }
  | { readonly kind: 'ask'; readonly ballot: number; readonly member: number }
  | {
      readonly kind: 'promise';
      readonly ballot: number;
      readonly member: number;
      /** The leader hears it. */
      readonly heard: boolean;
      /** It is the one that makes a quorum. */
      readonly quorum: boolean;
    }
  | {
      readonly kind: 'propose';
      readonly ballot: number;
      readonly slot: number;
      readonly member: number;
      readonly value: Command;
      readonly ground: Ground;
    }
  | {
      readonly kind: 'accept';
      readonly ballot: number;
      readonly slot: number;
      readonly member: number;
      readonly value: Command;
    }
  /** A quorum has accepted in this ballot and slot. */
  | {
      readonly kind: 'chosen';
      readonly ballot: number;
      readonly slot: number;
      readonly value: Command;
      /** It was chosen in an earlier ballot as well. */
      readonly again: boolean;
    }
  /** A member comes to know; `from` is itself where it counted the votes. */
  | {
      readonly kind: 'learn';
      readonly member: number;
      readonly from: number;
      readonly slots: readonly number[];
    }
  | { readonly kind: 'apply'; readonly member: number; readonly slots: readonly number[] }
  | { readonly kind: 'crash'; readonly member: number }
  | { readonly kind: 'restart'; readonly member: number };
