import type { Work } from '../../../../lab/work.ts';
import type { Operation } from '../algorithm.ts';
import { causalTree } from '../fast/causal-tree.ts';
import { FastText } from '../fast/document.ts';
import { fugue } from '../fast/fugue.ts';
import type { RunOperation } from '../fast/operations.ts';
import type { Order } from '../fast/order.ts';
import { plainBytes } from '../fast/plain-bytes.ts';
import { metadataBytes } from '../fast/save.ts';
import type { Delivery } from '../replica.ts';
import { type AlgorithmId, PlainText } from './plain-text.ts';
import { BadTrace, type Trace } from './trace.ts';

/** Edits of a trace that have been replayed. */
export interface ReplayProgress {
  readonly done: number;
  readonly of: number;
}

/** Everybody's documents when a trace has been replayed, and they have got everything. */
export interface Replayed {
  readonly trace: Trace;
  readonly copies: readonly Ended[];
  /** What the first document takes when it is saved, besides the text that it shows. */
  metadataBytes(): number;
}

export interface Ended {
  readonly length: number;
  text(): string;
}

export interface ReplayOptions {
  readonly algorithm: AlgorithmId;
  /** By the plain rules, also where there is something faster. */
  readonly plain?: boolean;
  /** Told of the start and of each transaction: its author's document, and how many edits are done. */
  readonly watch?: (copy: Ended, agent: number, edits: number) => void;
}

const EDITS_BETWEEN_REPORTS = 200;

/** Algorithms that have a fast form. The others are replayed by the plain rules in any case. */
const FAST: Readonly<Partial<Record<AlgorithmId, Order>>> = { 'causal-tree': causalTree, fugue };

/** One person's document, fast or plain. */
interface Copy<Sent> extends Ended {
  insert(at: number, text: string): void;
  delete(at: number, count: number): void;
  apply(operation: Sent): Delivery;
}

type Send<Sent> = ((operation: Sent) => void) | null;

/**
 * Does again what a trace says, and compares the ending. Where several people
 * edited at the same time, each has a document, gets what the author of a
 * transaction had got by then, and types into that; so all merging is done by the
 * algorithm. Throws `BadTrace` where a transaction cannot be done.
 */
export function* replay(
  trace: Trace,
  { algorithm, plain = false, watch }: ReplayOptions,
): Work<ReplayProgress, Replayed> {
  const order = plain ? undefined : FAST[algorithm];
  if (order) {
    const copies = yield* replayWith<RunOperation, FastText>(
      trace,
      (r, send) => new FastText(order, r, send),
      watch,
    );
    return { trace, copies, metadataBytes: () => metadataBytes(copies[0]!) };
  }
  const copies = yield* replayWith<Operation, PlainText>(
    trace,
    (r, send) => new PlainText(algorithm, r, send),
    watch,
  );
  const bytes = () => plainBytes(copies[0]!.elements(), algorithm);
  return { trace, copies, metadataBytes: bytes };
}

function* replayWith<Sent, Made extends Copy<Sent>>(
  trace: Trace,
  make: (replica: number, send: Send<Sent>) => Made,
  watch: ReplayOptions['watch'],
): Work<ReplayProgress, readonly Made[]> {
  const crew = trace.parents.length > 0 ? new Crew(trace, make) : null;
  const alone = crew ? null : make(0, null);
  alone?.insert(0, trace.startContent);
  let next = 0;
  let edit = 0;
  watch?.(alone ?? crew!.first, 0, 0);
  for (let t = 0; t < trace.transactions; t++) {
    const copy = alone ?? crew!.begin(t);
    for (const end = trace.editEnds[t]!; edit < end; edit++) {
      doEdit(trace, t, edit, copy);
      if (edit < next) continue;
      yield { done: edit, of: trace.edits };
      next = edit + EDITS_BETWEEN_REPORTS;
    }
    watch?.(copy, trace.agentOf[t] ?? 0, edit);
  }
  return alone ? [alone] : crew!.gather();
}

function doEdit(trace: Trace, t: number, edit: number, copy: Copy<never>): void {
  const at = trace.positions[edit]!;
  const count = trace.deletions[edit]!;
  const { length } = copy;
  if (at + count > length) {
    const what = count > 0 ? `It deletes ${count} characters` : 'It inserts';
    throw new BadTrace(`Transaction ${t}: ${what} at ${at}, and the text has ${length}.`);
  }
  if (count > 0) copy.delete(at, count);
  const from = edit === 0 ? 0 : trace.insertEnds[edit - 1]!;
  const to = trace.insertEnds[edit]!;
  if (to > from) copy.insert(at, trace.inserted.slice(from, to));
}

/** Several people, each with a document, and what each transaction sent. */
class Crew<Sent, Made extends Copy<Sent>> {
  readonly #trace: Trace;
  readonly #copies: readonly Made[];
  /** By transaction. */
  readonly #sent: Sent[][];
  /** By agent: which transactions are in the document. */
  readonly #has: readonly Uint8Array[];
  /** By agent: the transaction made last, of which all in the document are ancestors. */
  readonly #last: number[];
  #current: Sent[] = [];

  constructor(trace: Trace, make: (replica: number, send: Send<Sent>) => Made) {
    this.#trace = trace;
    const agents = Array.from({ length: trace.agents }, (_, agent) => agent);
    this.#copies = agents.map((agent) => make(agent, (operation) => this.#current.push(operation)));
    this.#has = agents.map(() => new Uint8Array(trace.transactions));
    this.#last = agents.map(() => -1);
    this.#sent = [];
    // Who typed the text that a trace starts with is not known; all have it.
    const [first, ...others] = this.#copies;
    first!.insert(0, trace.startContent);
    for (const copy of others) for (const operation of this.#current) copy.apply(operation);
  }

  get first(): Made {
    return this.#copies[0]!;
  }

  /** The document of a transaction's author, as it was then. */
  begin(t: number): Made {
    const agent = this.#trace.agentOf[t]!;
    this.#deliver(agent, this.#unseen(agent, t));
    this.#has[agent]![t] = 1;
    this.#last[agent] = t;
    this.#current = [];
    this.#sent.push(this.#current);
    return this.#copies[agent]!;
  }

  /** All documents, when everybody has got everything. */
  gather(): readonly Made[] {
    for (const [agent, has] of this.#has.entries()) {
      this.#deliver(
        agent,
        [...has.keys()].filter((t) => has[t] === 0),
      );
    }
    return this.#copies;
  }

  /** A transaction's ancestors that its author has yet to get, each behind its own ancestors. */
  #unseen(agent: number, t: number): readonly number[] {
    const { parents } = this.#trace;
    const has = this.#has[agent]!;
    const last = this.#last[agent]!;
    const found = new Set<number>();
    const stack = [...parents[t]!];
    let follows = last < 0;
    for (let ancestor = stack.pop(); ancestor !== undefined; ancestor = stack.pop()) {
      if (ancestor === last) follows = true;
      if (has[ancestor] === 1 || found.has(ancestor)) continue;
      found.add(ancestor);
      for (const parent of parents[ancestor]!) stack.push(parent);
    }
    if (!follows) {
      throw new BadTrace(
        `Transaction ${t}: it does not follow ${last}, which agent ${agent} made before it.`,
      );
    }
    return [...found].sort((a, b) => a - b);
  }

  #deliver(agent: number, transactions: readonly number[]): void {
    for (const t of transactions) {
      this.#has[agent]![t] = 1;
      for (const operation of this.#sent[t]!) {
        const delivery = this.#copies[agent]!.apply(operation);
        if (delivery !== 'applied') throw new Error(`Transaction ${t} came ${delivery}.`);
      }
    }
  }
}
