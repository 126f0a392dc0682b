import { Machine } from './machine.ts';
import type { Bit, Protocol } from './protocol.ts';

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

export interface GraphOptions {
  /** Only these inputs as a start; all of them if not given. */
  readonly inputs?: readonly (readonly Bit[])[];
  readonly most?: number;
  /** Configurations between two reports. */
  readonly slice?: number;
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

/** The events that the buffer allows, each once; ∅ at every process among them. */
export function applicable(machine: Machine, { buffer }: Configuration): readonly number[] {
  const events = Array.from({ length: machine.processes }, (_, p) => p);
  for (const letter of buffer) if (letter !== events.at(-1)) events.push(letter);
  return events;
}

/** The configuration after an event; the same object if the event changes nothing. */
export function after(machine: Machine, before: Configuration, event: number): Configuration {
  const p = machine.processOf(event);
  const effect = machine.effect(before.locals[p]!, event);
  const received = event >= machine.processes;
  if (!received && effect.local === before.locals[p] && effect.sends.length === 0) return before;
  const buffer = [...before.buffer, ...effect.sends];
  if (received) buffer.splice(buffer.indexOf(event), 1);
  return {
    locals: before.locals.with(p, effect.local),
    buffer: buffer.sort((a, b) => a - b),
  };
}

/** Breadth first from all roots at once. Throws `TooMany`, and what the protocol throws. */
export function* explore(
  protocol: Protocol,
  { inputs = allInputs(protocol.processes), most = MOST, slice = 500 }: GraphOptions = {},
): Generator<GraphProgress, Graph, void> {
  const machine = new Machine(protocol);
  const ids = new Map<string, number>();
  const keys: string[] = [];
  const nodes: Configuration[] = [];
  const first: number[] = [0];
  const events: number[] = [];
  const targets: number[] = [];
  const visit = (configuration: Configuration): number => {
    const key = keyOf(configuration);
    const known = ids.get(key);
    if (known !== undefined) return known;
    if (keys.length >= most)
      throw new TooMany(`${protocol.id} has more than ${most} configurations.`);
    ids.set(key, keys.length);
    nodes.push(configuration);
    return keys.push(key) - 1;
  };
  const roots = inputs.map((bits) => ({
    inputs: bits,
    node: visit({ locals: machine.begin(bits), buffer: [] }),
  }));
  for (let node = 0; node < nodes.length; node += 1) {
    const before = nodes[node]!;
    for (const event of applicable(machine, before)) {
      const next = after(machine, before, event);
      if (next === before) continue;
      events.push(event);
      targets.push(visit(next));
    }
    first.push(events.length);
    if (node % slice === slice - 1) yield { configurations: keys.length, edges: events.length };
  }
  return {
    machine,
    ids,
    keys,
    roots,
    first: Int32Array.from(first),
    events: Int32Array.from(events),
    targets: Int32Array.from(targets),
  };
}

/** The whole graph in one go. */
export function graphOf(protocol: Protocol, options?: GraphOptions): Graph {
  const search = explore(protocol, options);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}
