import type { Id, Side } from '../algorithm.ts';

/** Letters typed one behind the other. Ids and times count up from the first, whose place it is. */
export interface InsertRun {
  readonly kind: 'insert';
  readonly id: Id;
  readonly time: number;
  readonly parent: Id | null;
  readonly side: Side;
  /** A letter is a code point. */
  readonly text: string;
}

/** Letters with consecutive ids deleted, the first first. The deletions' ids and times count up too. */
export interface DeleteRun {
  readonly kind: 'delete';
  readonly id: Id;
  readonly time: number;
  readonly target: Id;
  readonly length: number;
}

export type RunOperation = InsertRun | DeleteRun;
