import type { Id } from '../algorithm.ts';
import { Author } from './author.ts';
import { continues, isAt, Run } from './run.ts';
import { RunIndex } from './run-index.ts';

/** Replicas are small numbers, given out in turn. */
export const MOST_REPLICAS = 2 ** 12;

/** All letters of a document, tombstones included: in order, and by their ids. */
export class Letters {
  readonly index = new RunIndex();
  readonly #authors: Author[] = [];

  author(replica: number): Author {
    const author = this.#authors[replica];
    if (author) return author;
    if (!(Number.isInteger(replica) && replica >= 0 && replica < MOST_REPLICAS)) {
      throw new RangeError(`There is no replica ${replica}: they are 0 to ${MOST_REPLICAS - 1}.`);
    }
    while (this.#authors.length <= replica) this.#authors.push(new Author());
    return this.#authors[replica]!;
  }

  get replicas(): number {
    return this.#authors.length;
  }

  /** Adds a run behind all others, of operations that its author has been seen to do. */
  append(run: Run): void {
    this.author(run.replica).claim(run);
    this.index.insertAfter(this.index.last(), run);
  }

  /** The run with a letter, or `null`. */
  runOf({ replica, counter }: Id): Run | null {
    return this.#authors[replica]?.runAt(counter) ?? null;
  }

  /** The letter behind one of a run, or the first of all behind `null`. */
  idAfter(run: Run | null, offset: number): Id | null {
    if (run && offset + 1 < run.length) return idIn(run, offset + 1);
    const next = run === null ? this.index.first() : this.index.next(run);
    return next && idIn(next, 0);
  }

  /** Cuts a run in two, if need be, so that the letter at `offset` begins one. */
  cut(run: Run, offset: number): Run {
    if (offset === 0) return run;
    const { replica, counter, lag } = run;
    const before: Id = { replica, counter: counter + offset - 1 };
    const length = run.length - offset;
    const rest = new Run(replica, counter + offset, length, lag, before, 'right', before);
    rest.deleted = run.deleted;
    rest.rightTaken = run.rightTaken;
    run.rightTaken = true;
    run.length = offset;
    this.index.changed(run, run.deleted ? 0 : -length, -length);
    this.index.insertAfter(run, rest);
    this.author(replica).move(rest.counter, length, rest);
    return rest;
  }

  /** Makes tombstones of some letters of a run that is not deleted. */
  bury(run: Run, offset: number, length: number): void {
    const buried = this.cut(run, offset);
    if (buried.length > length) this.cut(buried, length);
    buried.deleted = true;
    this.index.changed(buried, -length, 0);
    this.#joinAround(buried);
  }

  /** A run of tombstones with those beside it that belong to it, so that they stay few. */
  #joinAround(run: Run): void {
    const { runs } = run.leaf!;
    const at = runs.indexOf(run);
    const [before, after] = [runs[at - 1], runs[at + 1]];
    const joined = before && isJoint(before, run) ? this.#join(before, run) : run;
    if (after && isJoint(joined, after)) this.#join(joined, after);
  }

  /** Two into one, the longer, since the letters of the other have to be told where they are. */
  #join(first: Run, second: Run): Run {
    const { replica, length } = first;
    if (length >= second.length) {
      this.author(replica).move(second.counter, second.length, first);
      first.length += second.length;
      first.rightTaken = second.rightTaken;
      this.index.remove(second);
      return first;
    }
    this.author(replica).move(first.counter, length, second);
    second.counter = first.counter;
    second.length += length;
    second.parent = first.parent;
    second.side = first.side;
    second.leftOrigin = first.leftOrigin;
    second.leftTaken = first.leftTaken;
    this.index.remove(first);
    return second;
  }
}

export function idIn(run: Run, offset: number): Id {
  return { replica: run.replica, counter: run.counter + offset };
}

/** Whether one run of tombstones goes on in the next. A child behind its parent is a right one. */
function isJoint(first: Run, second: Run): boolean {
  return (
    first.deleted &&
    second.deleted &&
    second.parent !== null &&
    isAt(first, first.length - 1, second.parent) &&
    continues(first, second.replica, second.counter, second.counter + second.lag)
  );
}
