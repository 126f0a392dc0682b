import type { Id, Side } from '../algorithm.ts';
import type { Letters } from './letters.ts';
import type { InsertRun } from './operations.ts';
import type { Run } from './run.ts';

export interface Spot {
  readonly parent: Id | null;
  readonly side: Side;
}

/** What the two algorithms do not have in common. */
export interface Order {
  readonly id: 'causal-tree' | 'fugue';
  /** Whether a letter typed behind the last of a run may be the run's next. */
  grows(run: Run): boolean;
  /** What a letter typed behind the one at `offset` says of its place; `null` is the start. */
  choose(letters: Letters, run: Run | null, offset: number): Spot;
  /** The run behind which an insertion from elsewhere comes, cut there if need be. */
  settle(letters: Letters, insert: InsertRun): Run | null;
  /** Notes down what a new run's parent is to know of it. */
  attached(letters: Letters, run: Run): void;
}
