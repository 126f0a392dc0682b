import { Ints } from './ints.ts';
import { Machine } from './machine.ts';
import type { Bit, Protocol } from './protocol.ts';
import { Reducer } from './reducer.ts';

/** The state of every process, and what is in the buffer, all by number. */
export interface Configuration {
  readonly locals: readonly number[];
  /** A multiset: ascending, equal ones next to each other. */
  readonly buffer: readonly number[];
}

/**
 * Every configuration that can be reached, and every event that changes one.
 * Node `i` has the edges from `first[i]` up to `first[i + 1]`.
 */
export interface Graph {
  readonly machine: Machine;
  /** Nodes by key, in the order they were found. */
  readonly ids: ReadonlyMap<string, number>;
  readonly keys: readonly string[];
  readonly roots: readonly Root[];
  readonly first: Int32Array;
  readonly events: Int32Array;
  readonly targets: Int32Array;
  /** By how many rounds the configuration after each edge was moved back; 0 without a quotient. */
  readonly moved: Int32Array;
}

export interface Root {
  readonly inputs: readonly Bit[];
  readonly node: number;
}

export interface GraphProgress {
  readonly configurations: number;
  readonly edges: number;
}

/** The protocol has more configurations than were asked for. */
export class TooMany extends Error {
  override readonly name = 'TooMany';
}

interface Limits {
  readonly most?: number;
  /** Configurations between two reports: few, so that a page stays responsive in between. */
  readonly slice?: number;
}

export interface GraphOptions extends Limits {
  /** Only these inputs as a start; all of them if not given. */
  readonly inputs?: readonly (readonly Bit[])[];
}

/** A graph that starts anywhere. */
export interface Reach extends Omit<Graph, 'roots'> {
  /** The node of each configuration that was started from. */
  readonly starts: readonly number[];
}

const MOST = 2_000_000;

export function keyOf({ locals, buffer }: Configuration): string {
  return String.fromCharCode(...locals, ...buffer);
}

export function configurationOf({ machine, keys }: Graph, node: number): Configuration {
  const numbers = Array.from(keys[node]!, (c) => c.charCodeAt(0));
  return {
    locals: numbers.slice(0, machine.processes),
    buffer: numbers.slice(machine.processes),
  };
}

/** 0…0 first, p0's input changing slowest. */
export function allInputs(processes: number): readonly (readonly Bit[])[] {
  return Array.from({ length: 2 ** processes }, (_, word) =>
    Array.from({ length: processes }, (_, p) => ((word >> (processes - 1 - p)) & 1) as Bit),
  );
}

/** The events (p, m) that the buffer allows, each once; ∅ at every process among them. */
export function deliveries(machine: Machine, { buffer }: Configuration): readonly number[] {
  const events = Array.from({ length: machine.processes }, (_, p) => p);
  for (const letter of buffer) if (letter !== events.at(-1)) events.push(letter);
  return events;
}

/** The same, where coins are tossed once for every way in which they fall. */
export function applicable(machine: Machine, configuration: Configuration): readonly number[] {
  return deliveries(machine, configuration).flatMap((event) =>
    machine.outcomes(configuration.locals[machine.processOf(event)]!, event),
  );
}

/** The configuration after an event; the same object if the event changes nothing. */
export function after(machine: Machine, before: Configuration, event: number): Configuration {
  const p = machine.processOf(event);
  const effect = machine.effect(before.locals[p]!, event);
  const delivery = machine.delivery(event);
  const received = delivery >= machine.processes;
  if (!received && effect.local === before.locals[p] && effect.sends.length === 0) return before;
  const buffer = [...before.buffer, ...effect.sends];
  if (received) buffer.splice(buffer.indexOf(delivery), 1);
  return {
    locals: before.locals.with(p, effect.local),
    buffer: buffer.sort((a, b) => a - b),
  };
}

/** Breadth first from all roots at once. Throws `TooMany`, and what the protocol throws. */
export function* explore(
  protocol: Protocol,
  { inputs = allInputs(protocol.processes), ...limits }: GraphOptions = {},
): Generator<GraphProgress, Graph, void> {
  const machine = new Machine(protocol);
  const begun = inputs.map((bits) => ({ locals: machine.begin(bits), buffer: [] }));
  const { starts, ...graph } = yield* exploreFrom(machine, begun, limits);
  return { ...graph, roots: inputs.map((bits, i) => ({ inputs: bits, node: starts[i]! })) };
}

/** The same from any configurations; with `stopped`, that process takes no step. */
export function* exploreFrom(
  machine: Machine,
  begun: Iterable<Configuration>,
  { most = MOST, slice = 25 }: Limits = {},
  stopped = -1,
): Generator<GraphProgress, Reach, void> {
  const among = Array.from({ length: machine.processes }, (_, p) => p !== stopped);
  const reducer = new Reducer(machine, among);
  const ids = new Map<string, number>();
  const keys: string[] = [];
  const nodes: Configuration[] = [];
  const first = new Ints();
  const events = new Ints();
  const targets = new Ints();
  const moved = new Ints();
  const visit = (configuration: Configuration): number => {
    const key = keyOf(configuration);
    const known = ids.get(key);
    if (known !== undefined) return known;
    if (keys.length >= most)
      throw new TooMany(
        `${machine.protocol.id} has more than ${most.toLocaleString('en')} configurations.`,
      );
    ids.set(key, keys.length);
    nodes.push(configuration);
    return keys.push(key) - 1;
  };
  const starts: number[] = [];
  for (const start of begun) {
    starts.push(visit(reducer.reduce(start).configuration));
    if (starts.length % slice === 0) yield { configurations: keys.length, edges: 0 };
  }
  for (let node = 0; node < nodes.length; node += 1) {
    const before = nodes[node]!;
    first.push(events.length);
    for (const event of applicable(machine, before)) {
      if (!among[machine.processOf(event)]) continue;
      const next = after(machine, before, event);
      if (next === before) continue;
      if (!reducer.within(next)) continue;
      const reduced = reducer.reduce(next);
      events.push(event);
      targets.push(visit(reduced.configuration));
      moved.push(reduced.rounds);
    }
    if (node % slice === slice - 1) yield { configurations: keys.length, edges: events.length };
  }
  first.push(events.length);
  return {
    machine,
    ids,
    keys,
    starts,
    first: first.toArray(),
    events: events.toArray(),
    targets: targets.toArray(),
    moved: moved.toArray(),
  };
}

/** The whole graph in one go. */
export function graphOf(protocol: Protocol, options?: GraphOptions): Graph {
  return inOneGo(explore(protocol, options));
}

/** What a search comes to, without its reports. */
export function inOneGo<Result>(search: Generator<unknown, Result, void>): Result {
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}
