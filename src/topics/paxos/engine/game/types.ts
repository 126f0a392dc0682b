import type { Board, SpecState } from '../spec/types.ts';

/** The largest board that a game may be played on. */
export const LARGEST = { acceptors: 9, values: 6, ballots: 16 } as const;

/** The kinds of letter that travel: those of the specification, each to one reader. */
export type LetterKind = '1a' | '1b' | '2a' | '2b';

/**
 * One message on its way to one reader. `member` is the acceptor at its one end;
 * the leader of the ballot is at the other. The specification knows only that it
 * was sent: where it is now is kept here, outside the counted state.
 */
export interface LetterName {
  readonly kind: LetterKind;
  readonly ballot: number;
  readonly member: number;
  /** What a 2a proposes or a 2b is a vote for; `NONE` in phase 1. */
  readonly value: number;
}

export interface Letter extends LetterName {
  /** Copies that are on their way. */
  readonly waiting: number;
  readonly held: boolean;
  readonly dropped: boolean;
  /** How often it has arrived. */
  readonly arrived: number;
}

export interface GameConfig {
  readonly board: Board;
  /** Whether a member's answer reaches the leader with the move itself, or as a letter of its own. */
  readonly replies: 'at-once' | 'posted';
  /** How many members take turns as leaders; all of them where it is not said. */
  readonly leaders?: number;
}

export interface GameState {
  readonly config: GameConfig;
  /** The counted state. */
  readonly spec: SpecState;
  readonly post: readonly Letter[];
  /** Who is away, one bit each. */
  readonly away: number;
}

export type GameAction =
  /** The leader of a ballot asks everybody for a promise, or asks those again whose letter was lost. */
  | { readonly type: 'ask'; readonly ballot: number }
  | { readonly type: 'promise'; readonly ballot: number; readonly member: number }
  | { readonly type: 'propose'; readonly ballot: number; readonly value: number }
  | {
      readonly type: 'vote';
      readonly ballot: number;
      readonly member: number;
      readonly value: number;
    }
  /** A letter arrives, whatever comes of it. */
  | ({ readonly type: 'deliver' } & LetterName)
  | ({ readonly type: 'hold' } & LetterName)
  | ({ readonly type: 'release' } & LetterName)
  | ({ readonly type: 'drop' } & LetterName)
  | ({ readonly type: 'duplicate' } & LetterName)
  | { readonly type: 'crash'; readonly member: number }
  | { readonly type: 'restart'; readonly member: number; readonly memory: 'kept' | 'lost' }
  /** Before the first move: another board, or another rule switched off. */
  | { readonly type: 'set-up'; readonly board: Board };

export interface GameEvent {
  readonly kind:
    | 'ask'
    | 'promise'
    | 'propose'
    | 'vote'
    | 'decide'
    | 'hear'
    | 'learn'
    | 'ignore'
    | 'post'
    | 'crash'
    | 'restart'
    | 'set-up';
  readonly action: GameAction;
  readonly ballot: number;
  readonly member: number;
  readonly value: number;
}
