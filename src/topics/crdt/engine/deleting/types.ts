import type { Id } from '../algorithm.ts';
import type { Replica } from '../replica.ts';

/** What becomes of a deleted letter, and of what hangs on it. */
export type DeleteRule = 'tombstone' | 'drop-children' | 'reattach-to-root' | 'reattach-to-parent';

export interface Bounds {
  /** Letters typed in all, those at the start included. */
  readonly letters: number;
  readonly deletions: number;
}

export interface DeletingConfig {
  /** Two or three; the first has the lowest id. */
  readonly authors: readonly string[];
  /** What all of them have at the start: the first has typed it. */
  readonly text: string;
  readonly rule: DeleteRule;
  readonly bounds: Bounds;
}

export type DeletingAction =
  /** Types one letter behind a visible one, or at the start. */
  | {
      readonly type: 'insert';
      readonly author: number;
      readonly after: Id | null;
      readonly value: string;
    }
  | { readonly type: 'delete'; readonly author: number; readonly target: Id }
  /** Any operation whose author had seen nothing that is missing here. */
  | { readonly type: 'deliver'; readonly to: number; readonly operation: Id }
  /** Everything that was done is done again by another rule. */
  | { readonly type: 'rule'; readonly rule: DeleteRule };

/** What is done to a copy; a choice of rule is none. */
export type Deed = Exclude<DeletingAction, { type: 'rule' }>;

/** Letters that changed places with letters that were there before them. */
export interface Jump {
  /** In whose copy. */
  readonly author: number;
  readonly letters: readonly Id[];
  /** The one that they jumped over, and whether they now stand before it. */
  readonly over: Id;
  readonly before: boolean;
  /** The letter whose deletion did it. */
  readonly deleted: Id;
}

export interface DeletingState {
  readonly config: DeletingConfig;
  readonly rule: DeleteRule;
  readonly replicas: readonly Replica[];
  /** Everything done since the start, in order. */
  readonly deeds: readonly Deed[];
  readonly jumps: readonly Jump[];
}

export type DeletingEvent =
  | { readonly kind: 'typed'; readonly author: number; readonly letter: Id }
  | { readonly kind: 'deleted'; readonly author: number; readonly target: Id }
  /** `operation` has been applied to the copy of `to`. */
  | { readonly kind: 'delivered'; readonly to: number; readonly operation: Id }
  /** `left` counts what the other rule leaves nothing to do to. */
  | { readonly kind: 'rule'; readonly rule: DeleteRule; readonly left: number }
  /** In one copy, by what was just done: letters that nobody deleted. */
  | { readonly kind: 'lost'; readonly author: number; readonly letters: readonly Id[] }
  | { readonly kind: 'jumped'; readonly jump: Jump }
  /** These have seen the same, and read differently. */
  | { readonly kind: 'apart'; readonly authors: readonly [number, number] };
