import {
  type Algorithm,
  type Doc,
  type Id,
  type Insert,
  indexOf,
  type Operation,
  sameId,
  textOf,
  visible,
} from './algorithm.ts';

/** How many operations of each replica have been seen. */
export type Seen = readonly number[];

/** An operation on its way, with what its author had seen before it. */
export interface Message {
  readonly operation: Operation;
  readonly after: Seen;
}

export interface Replica {
  readonly doc: Doc;
  /** The highest Lamport timestamp seen. */
  readonly clock: number;
  readonly seen: Seen;
  /** Everything applied, in the order in which it was. */
  readonly log: readonly Message[];
  /** Arrived before something that their authors had seen. */
  readonly early: readonly Message[];
}

/** Replicas that all run one algorithm. Their ids order as they are listed. */
export interface Network {
  readonly algorithm: Algorithm;
  readonly replicas: readonly Replica[];
}

/** What became of a message that was delivered. */
export type Delivery = 'applied' | 'early' | 'duplicate';

export function begin(algorithm: Algorithm, replicas: number): Network {
  const seen = new Array<number>(replicas).fill(0);
  const replica: Replica = { doc: [], clock: 0, seen, log: [], early: [] };
  return { algorithm, replicas: new Array<Replica>(replicas).fill(replica) };
}

function replicaAt(network: Network, r: number): Replica {
  const replica = network.replicas[r];
  if (replica) return replica;
  throw new Error(`There is no replica ${r}; there are ${network.replicas.length}, from 0.`);
}

function withReplica(network: Network, r: number, replica: Replica): Network {
  return { ...network, replicas: network.replicas.with(r, replica) };
}

/** Types one grapheme behind a visible element, or at the start. */
export function insertAfter(network: Network, r: number, after: Id | null, value: string): Network {
  const { place } = network.algorithm.place(replicaAt(network, r).doc, after);
  return author(network, r, (id, time): Insert => ({ kind: 'insert', id, time, value, ...place }));
}

/** Types one grapheme at an index among the visible ones. Throws if there is no such place. */
export function insertAt(network: Network, r: number, at: number, value: string): Network {
  const shown = visible(replicaAt(network, r).doc);
  if (!(Number.isInteger(at) && at >= 0 && at <= shown.length)) {
    throw new Error(`Nothing can be inserted at ${at}: the text has ${shown.length} characters.`);
  }
  return insertAfter(network, r, shown[at - 1]?.id ?? null, value);
}

/** Deletes the visible grapheme at an index. Throws if there is none. */
export function deleteAt(network: Network, r: number, at: number): Network {
  const shown = visible(replicaAt(network, r).doc);
  const target = shown[at]?.id;
  if (!target) {
    throw new Error(`Nothing can be deleted at ${at}: the text has ${shown.length} characters.`);
  }
  return deleteElement(network, r, target);
}

/** Deletes a letter wherever it is. Throws if it is not shown. */
export function deleteElement(network: Network, r: number, target: Id): Network {
  const { doc } = replicaAt(network, r);
  if (doc[indexOf(doc, target)]!.deleted) throw new Error('That letter is deleted already.');
  return author(network, r, (id, time) => ({ kind: 'delete', id, time, target }));
}

/** Every operation ticks the clock, a deletion too: so does Automerge. */
function author(network: Network, r: number, write: (id: Id, time: number) => Operation): Network {
  const replica = replicaAt(network, r);
  const id: Id = { replica: r, counter: replica.seen[r]! + 1 };
  const message = { operation: write(id, replica.clock + 1), after: replica.seen };
  return withReplica(network, r, apply(network.algorithm, replica, message));
}

function apply(algorithm: Algorithm, replica: Replica, message: Message): Replica {
  const { operation } = message;
  const { id, time } = operation;
  return {
    ...replica,
    doc:
      operation.kind === 'insert'
        ? algorithm.integrate(replica.doc, operation).doc
        : algorithm.remove(replica.doc, operation.target),
    clock: Math.max(replica.clock, time),
    seen: replica.seen.with(id.replica, id.counter),
    log: [...replica.log, message],
  };
}

/** Whether everything that its author had seen is there. */
function isReady({ seen }: Replica, { after }: Message): boolean {
  return after.every((count, r) => count <= seen[r]!);
}

function hasSeen({ seen }: Replica, { operation: { id } }: Message): boolean {
  return id.counter <= seen[id.replica]!;
}

/** Causal delivery: applied when everything before it has been, and kept until then. */
export function receive(
  algorithm: Algorithm,
  replica: Replica,
  message: Message,
): { readonly replica: Replica; readonly delivery: Delivery } {
  const waiting = replica.early.some((other) => sameId(other.operation.id, message.operation.id));
  if (waiting || hasSeen(replica, message)) return { replica, delivery: 'duplicate' };
  if (!isReady(replica, message)) {
    return { replica: { ...replica, early: [...replica.early, message] }, delivery: 'early' };
  }
  let applied = apply(algorithm, replica, message);
  for (;;) {
    const ready = applied.early.find((other) => isReady(applied, other));
    if (!ready) return { replica: applied, delivery: 'applied' };
    const early = applied.early.filter((other) => other !== ready);
    applied = apply(algorithm, { ...applied, early }, ready);
  }
}

/** Delivers one message to one replica, whatever the order. */
export function deliver(network: Network, to: number, message: Message): Network {
  const { replica } = receive(network.algorithm, replicaAt(network, to), message);
  return withReplica(network, to, replica);
}

/** What one replica has applied and another has not, in the order of the first. */
export function missing(network: Network, from: number, to: number): readonly Message[] {
  const receiver = replicaAt(network, to);
  return replicaAt(network, from).log.filter((message) => !hasSeen(receiver, message));
}

/** One way: everything that the first has applied and the second has not. */
export function send(network: Network, from: number, to: number): Network {
  return missing(network, from, to).reduce(
    (before, message) => deliver(before, to, message),
    network,
  );
}

/** Both ways. */
export function sync(network: Network, a: number, b: number): Network {
  return send(send(network, a, b), b, a);
}

/** Until everybody has everything. */
export function syncAll(network: Network): Network {
  const last = network.replicas.length - 1;
  let gathered = network;
  for (let r = 0; r < last; r++) gathered = send(gathered, r, last);
  for (let r = 0; r < last; r++) gathered = send(gathered, last, r);
  return gathered;
}

export function textsOf({ replicas }: Network): readonly string[] {
  return replicas.map(({ doc }) => textOf(doc));
}
