import { type Graph, inOneGo } from './graph.ts';
import type { Bit } from './protocol.ts';

/** A set of decision values: 1 is {0}, 2 is {1}, 3 is both. */
export type Values = 0 | 1 | 2 | 3;

export const ZERO = 1;
export const ONE = 2;
export const BOTH = 3;

/**
 * What can still become of a configuration. `conflicted`: two values are decided
 * in it. `blocked`: no decision can be reached, though nobody failed. `open`: none
 * can be reached either, but because the protocol was cut off.
 */
export type Label = 'zero' | 'one' | 'bivalent' | 'conflicted' | 'blocked' | 'open';

/** The edges backwards: node `i` is reached from `sources[first[i]]` up to `first[i + 1]`, by `edges`. */
export interface Backward {
  readonly first: Int32Array;
  readonly sources: Int32Array;
  /** The place of each in the graph's own lists. */
  readonly edges: Int32Array;
}

const SLICE = 2000;
/** For what takes next to nothing each time. */
const LONG_SLICE = 50_000;

/** The values that some process has decided, for each configuration. */
export function* decisionsIn(graph: Graph): Generator<void, Uint8Array, void> {
  const { machine, keys } = graph;
  const decided = new Uint8Array(keys.length);
  for (let node = 0; node < decided.length; node += 1) {
    if (node % SLICE === SLICE - 1) yield;
    for (let p = 0; p < machine.processes; p += 1) {
      const { output } = machine.local(keys[node]!.charCodeAt(p));
      if (output !== null) decided[node]! |= valueBit(output);
    }
  }
  return decided;
}

export const decisions = (graph: Graph): Uint8Array => inOneGo(decisionsIn(graph));

export const valueBit = (value: Bit): Values => (value === 0 ? ZERO : ONE);

export function* backwardIn({ first, targets }: Graph): Generator<void, Backward, void> {
  const nodes = first.length - 1;
  const starts = new Int32Array(nodes + 1);
  for (let edge = 0; edge < targets.length; edge += 1) {
    if (edge % LONG_SLICE === LONG_SLICE - 1) yield;
    starts[targets[edge]! + 1]! += 1;
  }
  for (let node = 0; node < nodes; node += 1) starts[node + 1]! += starts[node]!;
  yield;
  const next = starts.slice(0, nodes);
  const sources = new Int32Array(targets.length);
  const edges = new Int32Array(targets.length);
  for (let node = 0; node < nodes; node += 1) {
    if (node % SLICE === SLICE - 1) yield;
    for (let edge = first[node]!; edge < first[node + 1]!; edge += 1) {
      const place = next[targets[edge]!]!++;
      sources[place] = node;
      edges[place] = edge;
    }
  }
  return { first: starts, sources, edges };
}

export const backward = (graph: Graph): Backward => inOneGo(backwardIn(graph));

/**
 * V(C): the values decided in the configurations that can be reached from each,
 * itself included. Works backwards from the decisions, so that cycles do no harm.
 * With `without`, along events at other processes alone: what is left when that
 * one has stopped.
 */
export function* valenciesIn(
  { machine, events }: Graph,
  back: Backward,
  decided: Uint8Array,
  without = -1,
): Generator<void, Uint8Array, void> {
  const values = decided.slice();
  const waiting: number[] = [];
  for (let node = 0; node < values.length; node += 1) {
    if (node % LONG_SLICE === LONG_SLICE - 1) yield;
    if (values[node]) waiting.push(node);
  }
  let turn = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    turn += 1;
    if (turn % SLICE === 0) yield;
    for (let i = back.first[node]!; i < back.first[node + 1]!; i += 1) {
      if (without >= 0 && machine.processOf(events[back.edges[i]!]!) === without) continue;
      const source = back.sources[i]!;
      const more = values[source]! | values[node]!;
      if (more === values[source]) continue;
      values[source] = more;
      waiting.push(source);
    }
  }
  return values;
}

/** The same at once. */
export function valencies(
  graph: Graph,
  back: Backward = backward(graph),
  decided: Uint8Array = decisions(graph),
  without = -1,
): Uint8Array {
  return inOneGo(valenciesIn(graph, back, decided, without));
}

export function labelOf(values: number, decided: number, bounded: boolean): Label {
  if (decided === BOTH) return 'conflicted';
  if (values === BOTH) return 'bivalent';
  if (values === ZERO) return 'zero';
  if (values === ONE) return 'one';
  return bounded ? 'open' : 'blocked';
}
