import { type Id, keyOf, type Side, sameId } from '../algorithm.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { causalTree } from './causal-tree.ts';
import { FastText } from './document.ts';
import { fugue } from './fugue.ts';
import { idIn, type Letters, MOST_REPLICAS } from './letters.ts';
import type { RunOperation } from './operations.ts';
import { isAt, Run } from './run.ts';

/** Written first, so that later formats can be told apart. */
const FORMAT = 1;
const ORDERS = [causalTree, fugue];
/** Of all replicas together. */
const MOST_OPERATIONS = 2 ** 24;
const LATEST = 2 ** 29;

/** How a run's parent is written. Of the first three nothing more has to be said. */
const PARENT = { own: 0, previous: 1, next: 2, other: 3 } as const;

/**
 * A run as it is written: first a number that holds the length times 32, and the
 * bits below. Ids are written as differences, so that what was typed in one go
 * takes two or three bytes, however long it is.
 */
const BITS = { deleted: 1, parent: 2, otherReplica: 8, otherLag: 16, length: 32 } as const;

/** Where each replica's last run in the list ended, from which the next is told. */
class Ends {
  readonly #counters: number[] = [];
  readonly #lags: number[] = [];
  replica = 0;
  /** The last letter of the run before, in the list. */
  last: Id | null = null;

  counter(replica: number): number {
    return this.#counters[replica] ?? 1;
  }

  lag(replica: number): number {
    return this.#lags[replica] ?? 0;
  }

  pass(run: Run): void {
    this.replica = run.replica;
    this.#counters[run.replica] = run.counter + run.length;
    this.#lags[run.replica] = run.lag;
    this.last = idIn(run, run.length - 1);
  }
}

/**
 * Everything that is needed to go on: ids, places, what is deleted, and the text.
 * The letters of tombstones are not, since nothing will ever show them again. A
 * lone surrogate comes back as U+FFFD.
 */
export function saveText(text: FastText): Uint8Array<ArrayBuffer> {
  const { letters } = text;
  const writer = new ByteWriter();
  writer.number(FORMAT);
  writer.number(ORDERS.indexOf(text.order));
  writer.number(text.clock);
  writer.number(letters.replicas);
  for (let r = 0; r < letters.replicas; r++) writer.number(letters.author(r).seen);
  const runs = [...letters.index];
  writer.number(runs.length);
  const ends = new Ends();
  for (const [i, run] of runs.entries()) {
    writeRun(writer, run, runs[i + 1] ?? null, ends);
    ends.pass(run);
  }
  writer.raw(new TextEncoder().encode(text.text()));
  return writer.done();
}

/** Bytes that a saved text takes besides what it shows, as UTF-8. */
export function metadataBytes(text: FastText): number {
  return saveText(text).length - new TextEncoder().encode(text.text()).length;
}

function writeRun(writer: ByteWriter, run: Run, next: Run | null, ends: Ends): void {
  const { replica, counter, lag, parent } = run;
  const kind = parentKind(run, next, ends);
  const otherReplica = replica !== ends.replica;
  const otherLag = lag !== ends.lag(replica);
  writer.number(
    run.length * BITS.length +
      (otherLag ? BITS.otherLag : 0) +
      (otherReplica ? BITS.otherReplica : 0) +
      kind * BITS.parent +
      (run.deleted ? BITS.deleted : 0),
  );
  if (otherReplica) writer.number(replica);
  writer.signed(counter - ends.counter(replica));
  if (otherLag) writer.signed(lag - ends.lag(replica));
  if (kind !== PARENT.other) return;
  writer.number(parent === null ? 0 : 2 * parent.replica + (run.side === 'left' ? 2 : 1));
  if (parent !== null) writer.signed(counter - parent.counter);
}

function parentKind({ replica, counter, parent, side }: Run, next: Run | null, ends: Ends) {
  if (parent === null) return PARENT.other;
  if (side === 'left') return next && isAt(next, 0, parent) ? PARENT.next : PARENT.other;
  if (parent.replica === replica && parent.counter === counter - 1) return PARENT.own;
  return sameId(parent, ends.last) ? PARENT.previous : PARENT.other;
}

/** The text that was saved, for a replica to go on with. Throws where the bytes are no such text. */
export function loadText(
  bytes: Uint8Array,
  replica: number,
  send: ((operation: RunOperation) => void) | null = null,
): FastText {
  const reader = new ByteReader(bytes);
  if (reader.number() !== FORMAT) throw new Error('These bytes are not a saved text.');
  const text = new FastText(ORDERS[reader.atMost(ORDERS.length - 1)]!, replica, send);
  const { letters } = text;
  text.clock = reader.atMost(LATEST);
  const replicas = reader.atMost(MOST_REPLICAS);
  let room = MOST_OPERATIONS;
  for (let r = 0; r < replicas; r++) {
    letters.author(r).skip(reader.atMost(room));
    room -= letters.author(r).seen;
  }
  const ends = new Ends();
  let waiting: Run | null = null;
  for (let count = reader.atMost(MOST_OPERATIONS); count > 0; count--) {
    const run: Run = readRun(reader, ends);
    if (waiting) waiting.leftOrigin = waiting.parent = idIn(run, 0);
    waiting = run.side === 'left' && run.parent === null ? run : null;
    letters.append(run);
    ends.pass(run);
  }
  if (waiting) throw new Error('The parent of the last run is behind it, where nothing is.');
  connect(text);
  fillIn(letters, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(reader.rest()));
  return text;
}

/** A left child of the run behind it has no parent yet. */
function readRun(reader: ByteReader, ends: Ends): Run {
  const head = reader.number();
  const length = Math.floor(head / BITS.length);
  const replica = head & BITS.otherReplica ? reader.atMost(MOST_REPLICAS - 1) : ends.replica;
  const counter = ends.counter(replica) + reader.signed();
  const lag = ends.lag(replica) + (head & BITS.otherLag ? reader.signed() : 0);
  const kind = Math.floor(head / BITS.parent) % 4;
  let parent: Id | null = null;
  let side: Side = 'right';
  if (kind === PARENT.own) parent = { replica, counter: counter - 1 };
  else if (kind === PARENT.previous) parent = ends.last;
  else if (kind === PARENT.next) side = 'left';
  else {
    const which = reader.number();
    side = which > 0 && which % 2 === 0 ? 'left' : 'right';
    const theirs = Math.ceil(which / 2) - 1;
    if (which > 0) parent = { replica: theirs, counter: counter - reader.signed() };
  }
  const run = new Run(replica, counter, length, lag, parent, side, parent);
  run.deleted = (head & BITS.deleted) > 0;
  return run;
}

/** Left origins, and what runs know of their children, follow from the parents. */
function connect({ letters, order, clock }: FastText): void {
  for (const run of letters.index) {
    const { parent } = run;
    const name = keyOf(idIn(run, 0));
    if (run.counter + run.length + run.lag > clock + 1) {
      throw new Error(`The letter ${name} is later than the clock.`);
    }
    if (parent === null) continue;
    const above = letters.runOf(parent);
    if (above === null) throw new Error(`The parent of ${name} is not there.`);
    if (parent.counter + above.lag >= run.counter + run.lag) {
      throw new Error(`The letter ${name} is not later than its parent.`);
    }
    if (run.side === 'left' && !isAt(above, 0, parent)) {
      throw new Error(`The parent of ${name} does not begin a run.`);
    }
    order.attached(letters, run);
  }
  for (const run of letters.index) if (run.side === 'left') findOrigin(letters, run);
}

/** A left child has its parent's left origin. Chains of them are as long as what was typed backwards. */
function findOrigin(letters: Letters, from: Run): void {
  const chain: Run[] = [];
  let run = from;
  while (run.side === 'left' && sameId(run.leftOrigin, run.parent)) {
    chain.push(run);
    run = letters.runOf(run.parent!)!;
  }
  for (const below of chain) below.leftOrigin = run.leftOrigin;
}

function fillIn(letters: Letters, text: string): void {
  let at = 0;
  for (const run of letters.index) {
    if (!run.deleted) at = letters.author(run.replica).spell(run.counter, run.length, text, at);
  }
  if (at !== text.length) throw new Error('There are more letters in these bytes than places.');
}
