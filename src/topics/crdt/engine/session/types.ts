import type { Doc, Id, Step } from '../algorithm.ts';
import type { Network } from '../replica.ts';

/** The algorithms by the names they have in links and scenarios. */
export type AlgorithmId = 'causal-tree' | 'rga' | 'yata' | 'fugue' | 'fugue-max';

/** How finely a delivered letter is shown: at once, comparison by comparison, or every step. */
export type Detail = 'letters' | 'comparisons' | 'steps';

export interface SessionConfig {
  /** By place; an author keeps place and name, whatever the ids are. */
  readonly authors: readonly string[];
  /** Places in the order of their ids, the lowest first. */
  readonly order: readonly number[];
  /** Fed the same keystrokes, side by side. */
  readonly algorithms: readonly AlgorithmId[];
  readonly detail: Detail;
  /** How many of the algorithms the frames follow, and the captions speak of: the first ones. */
  readonly featured: number;
  /** Who is connected at the start; what they type reaches the others by itself. */
  readonly online?: readonly boolean[];
}

/** An operation by its author’s place and count, which no order of ids changes. */
export type Ref = readonly [author: number, counter: number];

/**
 * Where to type: behind an element or before it. An index would mean another place
 * in each algorithm once one of them has interleaved something.
 */
export interface Anchor {
  /** `null` is the start of the text for `after`, and its end for `before`. */
  readonly of: Ref | null;
  readonly side: 'after' | 'before';
}

export type SessionAction =
  /** One keystroke, a paste, or a selection that is typed over. */
  | {
      readonly type: 'edit';
      readonly author: number;
      readonly at: Anchor;
      readonly remove: readonly Ref[];
      readonly text: string;
    }
  /** Takes the author’s last edit back. */
  | { readonly type: 'undo'; readonly author: number }
  | { readonly type: 'online'; readonly author: number; readonly online: boolean }
  /** Everything that one has and another has not, one way; letter by letter. */
  | { readonly type: 'send'; readonly from: number; readonly to: number }
  /** Both ways, or all to the last one and back. */
  | { readonly type: 'sync'; readonly between: readonly number[] }
  /** One operation: the next one, or one that is named, early or a second time too. */
  | {
      readonly type: 'deliver';
      readonly from: number;
      readonly to: number;
      readonly which?: Ref | undefined;
    }
  /** Other ids: everything that was done is done again with them. */
  | { readonly type: 'order'; readonly order: readonly number[] }
  /** The next step of the merge that is going on. */
  | { readonly type: 'next' };

/** A letter being merged into one algorithm’s document. */
export interface Part {
  readonly before: Doc;
  readonly steps: readonly Step[];
  /** Those of the steps that get a frame, by index. Never empty. */
  readonly beats: readonly number[];
}

export interface Merging {
  readonly from: number;
  readonly to: number;
  readonly id: Id;
  readonly value: string;
  /** One for each algorithm. */
  readonly parts: readonly Part[];
  /** Beats until the longest part is done. */
  readonly of: number;
  readonly at: number;
}

/** An edit as it was done, to be taken back or done again. */
export interface Edited {
  readonly author: number;
  readonly inserted: readonly Ref[];
  readonly removed: readonly Ref[];
}

export interface SessionState {
  readonly config: SessionConfig;
  readonly order: readonly number[];
  /** One for each algorithm. A replica’s number is its author’s rank among the ids. */
  readonly networks: readonly Network[];
  readonly online: readonly boolean[];
  /** Directions in which everything is still to be delivered. */
  readonly queue: readonly (readonly [from: number, to: number])[];
  /** The letter that this frame merges; `null` where it merges none. */
  readonly merging: Merging | null;
  /** Whose copy the frame is about. */
  readonly copy: number;
  /** Actions but `next` and the deliveries of a queue. */
  readonly moves: number;
  /** By author: edits that can still be taken back, the last one last. */
  readonly edits: readonly Edited[];
  /** What has been done, in the fewest actions, for other ids. */
  readonly history: readonly SessionAction[];
}

export type SessionEvent =
  | {
      readonly kind: 'edit';
      readonly author: number;
      readonly text: string;
      readonly removed: string;
      readonly undo: boolean;
    }
  | { readonly kind: 'online' | 'offline'; readonly author: number }
  | { readonly kind: 'send'; readonly from: number; readonly to: number }
  | { readonly kind: 'sync'; readonly between: readonly number[] }
  | {
      readonly kind: 'arrive' | 'early' | 'duplicate' | 'removed';
      readonly from: number;
      readonly to: number;
      readonly value: string;
    }
  /** A frame of a merge. `settled` once every algorithm has placed the letter. */
  | { readonly kind: 'merge'; readonly settled: boolean }
  /** The last operation of a direction has arrived. */
  | { readonly kind: 'delivered'; readonly from: number; readonly to: number }
  | { readonly kind: 'order'; readonly order: readonly number[] };
