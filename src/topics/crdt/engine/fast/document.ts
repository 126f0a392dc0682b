import { type Element, type Id, keyOf } from '../algorithm.ts';
import type { Delivery } from '../replica.ts';
import { lettersIn } from './author.ts';
import { leftOriginOf } from './fugue.ts';
import { idIn, Letters } from './letters.ts';
import type { DeleteRun, InsertRun, RunOperation } from './operations.ts';
import type { Order } from './order.ts';
import { continues, isAt, Run } from './run.ts';

/** A letter as the plain engines know it. The right origin is not kept: nothing depends on it. */
export type FastElement = Omit<Element, 'rightOrigin'>;

/**
 * A text of many thousand letters that several people edit, in place and fast. It
 * has the same letters in the same order as the plain engine of the same name,
 * with the same ids and times. Indexes count code points of the visible text.
 */
export class FastText {
  readonly order: Order;
  readonly replica: number;
  readonly letters = new Letters();
  /** The highest Lamport time seen. */
  clock = 0;
  /** Is given what is typed here, to be applied elsewhere. */
  readonly #send: ((operation: RunOperation) => void) | null;
  /** The run that was typed in last, and the index of its first letter; where to look first. */
  #recent: Run | null = null;
  #recentStart = 0;
  #offset = 0;

  constructor(
    order: Order,
    replica: number,
    send: ((operation: RunOperation) => void) | null = null,
  ) {
    this.order = order;
    this.replica = replica;
    this.#send = send;
    this.letters.author(replica);
  }

  /** Visible letters. */
  get length(): number {
    return this.letters.index.visible;
  }

  /** Letters, tombstones included. */
  get total(): number {
    return this.letters.index.total;
  }

  /** How many operations of a replica are in this text. */
  seen(replica: number): number {
    return replica < this.letters.replicas ? this.letters.author(replica).seen : 0;
  }

  /** Types a text at an index. Throws a `RangeError` if there is no such place. */
  insert(at: number, text: string): void {
    if (!(Number.isInteger(at) && at >= 0 && at <= this.length)) {
      throw new RangeError(
        `Nothing can be inserted at ${at}: the text has ${this.length} characters.`,
      );
    }
    const count = lettersIn(text);
    if (count === 0) return;
    const { letters, order, replica } = this;
    const id = { replica, counter: letters.author(replica).seen + 1 };
    const time = this.clock + 1;
    this.clock += count;
    const run = at === 0 ? null : this.#find(at - 1);
    const offset = run ? this.#offset : -1;
    const isNext = run !== null && offset === run.length - 1;
    if (isNext && continues(run, replica, id.counter, time) && order.grows(run)) {
      const parent = this.#send && idIn(run, offset);
      this.#grow(run, text, count);
      this.#send?.({ kind: 'insert', id, time, parent, side: 'right', text });
      return;
    }
    const spot = order.choose(letters, run, offset);
    if (run && !isNext) letters.cut(run, offset + 1);
    const insert: InsertRun = { kind: 'insert', id, time, ...spot, text };
    this.#recent = this.#add(run, insert, count, run && idIn(run, offset));
    this.#recentStart = at;
    this.#send?.(insert);
  }

  /** Deletes so many letters from an index on. Throws a `RangeError` if they are not there. */
  delete(at: number, count: number): void {
    const { length } = this;
    if (!(Number.isInteger(at) && Number.isInteger(count) && at >= 0 && count >= 0)) {
      throw new RangeError(`${count} characters cannot be deleted at ${at}.`);
    }
    if (at + count > length) {
      throw new RangeError(
        `${count} characters cannot be deleted at ${at}: the text has ${length}.`,
      );
    }
    for (let rest = count; rest > 0; ) rest -= this.#deleteIn(at, rest);
  }

  /** Deletes at an index as much of one run as is asked for, and says how much that is. */
  #deleteIn(at: number, most: number): number {
    const { letters, replica } = this;
    const run = this.#find(at);
    const offset = this.#offset;
    const length = Math.min(most, run.length - offset);
    const author = letters.author(replica);
    if (this.#send !== null) {
      const id = { replica, counter: author.seen + 1 };
      const target = idIn(run, offset);
      this.#send({ kind: 'delete', id, time: this.clock + 1, target, length });
    }
    author.skip(length);
    this.clock += length;
    letters.bury(run, offset, length);
    return length;
  }

  /**
   * Applies what was typed elsewhere. What has been applied before is a
   * duplicate; what is early has to be tried again when more has arrived.
   */
  apply(operation: RunOperation): Delivery {
    const { letters } = this;
    const { id, time } = operation;
    const length = operation.kind === 'insert' ? lettersIn(operation.text) : operation.length;
    const author = letters.author(id.replica);
    if (id.counter + length <= author.seen + 1) return 'duplicate';
    if (id.counter > author.seen + 1 || !this.#isKnown(operation)) return 'early';
    if (id.counter <= author.seen) {
      throw new Error(`Operation ${keyOf(id)} comes in other pieces than before.`);
    }
    this.#recent = null;
    if (operation.kind === 'insert') this.#integrate(operation, length);
    else {
      author.skip(length);
      this.#bury(operation);
    }
    this.clock = Math.max(this.clock, time + length - 1);
    return 'applied';
  }

  /** Whether the letters that an operation refers to have arrived. */
  #isKnown(operation: RunOperation): boolean {
    const { letters } = this;
    if (operation.kind === 'insert') {
      return operation.parent === null || letters.runOf(operation.parent) !== null;
    }
    const { target, length } = operation;
    for (let i = 0; i < length; ) {
      const run = letters.runOf({ replica: target.replica, counter: target.counter + i });
      if (run === null) return false;
      i = run.counter + run.length - target.counter;
    }
    return true;
  }

  #integrate(insert: InsertRun, count: number): void {
    const { id, time, parent, side, text } = insert;
    const origin = leftOriginOf(this.letters, insert);
    const run = this.order.settle(this.letters, insert);
    const grows =
      run !== null &&
      !run.deleted &&
      side === 'right' &&
      parent !== null &&
      isAt(run, run.length - 1, parent) &&
      continues(run, id.replica, id.counter, time);
    if (grows) this.#grow(run, text, count);
    else this.#add(run, insert, count, origin);
  }

  #bury({ target, length }: DeleteRun): void {
    const { letters } = this;
    const end = target.counter + length;
    for (let counter = target.counter; counter < end; ) {
      const run = letters.runOf({ replica: target.replica, counter })!;
      const offset = counter - run.counter;
      const here = Math.min(end - counter, run.length - offset);
      counter += here;
      if (!run.deleted) letters.bury(run, offset, here);
    }
  }

  #grow(run: Run, text: string, count: number): void {
    const { letters } = this;
    run.length += count;
    run.rightTaken = false;
    letters.index.changed(run, count, count);
    letters.author(run.replica).type(text, run);
  }

  #add(before: Run | null, insert: InsertRun, count: number, leftOrigin: Id | null): Run {
    const { letters } = this;
    const { id, time, parent, side, text } = insert;
    const { replica, counter } = id;
    const run = new Run(replica, counter, count, time - counter, parent, side, leftOrigin);
    letters.index.insertAfter(before, run);
    letters.author(replica).type(text, run);
    this.order.attached(letters, run);
    return run;
  }

  /** The run with a visible letter. Its place in the run is then in `#offset`. */
  #find(at: number): Run {
    const recent = this.#recent;
    if (recent !== null && !recent.deleted) {
      const offset = at - this.#recentStart;
      if (offset >= 0 && offset < recent.length) {
        this.#offset = offset;
        return recent;
      }
    }
    const { index } = this.letters;
    const run = index.find(at);
    this.#offset = index.offset;
    this.#recent = run;
    this.#recentStart = at - index.offset;
    return run;
  }

  /** The letter before an index, for a cursor to be held by; `null` is the start. */
  anchorAt(at: number): Id | null {
    return at === 0 ? null : idIn(this.#find(at - 1), this.#offset);
  }

  /** The index behind a letter, or where it was if it is deleted. */
  indexBehind(anchor: Id | null): number {
    const run = anchor && this.letters.runOf(anchor);
    if (!run) return 0;
    const within = run.deleted ? 0 : anchor.counter - run.counter + 1;
    return this.letters.index.visibleBefore(run) + within;
  }

  text(): string {
    return this.slice(0, this.length);
  }

  /** The visible letters from one index to another, without the latter; both are kept in bounds. */
  slice(from: number, to: number): string {
    const { letters } = this;
    const end = Math.min(to, this.length);
    const parts: string[] = [];
    let at = Math.max(0, from);
    if (at >= end) return '';
    let run: Run | null = this.#find(at);
    let offset = this.#offset;
    while (run !== null && at < end) {
      if (!run.deleted) {
        const length = Math.min(run.length - offset, end - at);
        parts.push(letters.author(run.replica).text(run.counter + offset, length));
        at += length;
      }
      offset = 0;
      run = letters.index.next(run);
    }
    return parts.join('');
  }

  /** Every letter in list order, tombstones included, one by one. */
  *elements(): Generator<FastElement, void, void> {
    for (const run of this.letters.index) {
      const author = this.letters.author(run.replica);
      for (let i = 0; i < run.length; i++) {
        const before: Id | null = i === 0 ? null : idIn(run, i - 1);
        const id = idIn(run, i);
        yield {
          id,
          time: id.counter + run.lag,
          value: author.text(id.counter, 1),
          leftOrigin: before ?? run.leftOrigin,
          parent: before ?? run.parent,
          side: i === 0 ? run.side : 'right',
          deleted: run.deleted,
        };
      }
    }
  }
}
