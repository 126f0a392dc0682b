import type { Id, Side } from '../algorithm.ts';
import type { Node } from './run-index.ts';

/**
 * Letters with consecutive ids by one replica that stand one behind the other,
 * each typed behind the one before it, at consecutive times, and either all shown
 * or all tombstones. What is noted for the first of them follows for the others:
 * its parent is the letter before it, and it stands to the right of that.
 */
export class Run {
  readonly replica: number;
  /** The first letter's. */
  counter: number;
  length: number;
  /** The Lamport time of a letter less its counter: the same in the whole run. */
  readonly lag: number;
  deleted = false;
  /** The first letter's; `null` is the root. */
  parent: Id | null;
  side: Side;
  leftOrigin: Id | null;
  /** Whether the first letter has a left child. It then has had one since it was in the list. */
  leftTaken = false;
  /** Whether the last letter has a right child. All others have one: the next in the run. */
  rightTaken = false;
  /** The leaf of the index that it is in. */
  leaf: Node | null = null;

  constructor(
    replica: number,
    counter: number,
    length: number,
    lag: number,
    parent: Id | null,
    side: Side,
    leftOrigin: Id | null,
  ) {
    this.replica = replica;
    this.counter = counter;
    this.length = length;
    this.lag = lag;
    this.parent = parent;
    this.side = side;
    this.leftOrigin = leftOrigin;
  }
}

/** Whether the letter `offset` letters into a run has this id. */
export function isAt(run: Run, offset: number, id: Id): boolean {
  return run.replica === id.replica && run.counter + offset === id.counter;
}

/** Whether a letter is what a run goes on with: by the same author, next in id and in time. */
export function continues(run: Run, replica: number, counter: number, time: number): boolean {
  return (
    run.replica === replica && run.counter + run.length === counter && run.lag === time - counter
  );
}
