import { configurationOf, type Graph } from './graph.ts';
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

/** The values that some process has decided, for each configuration. */
export function decisions(graph: Graph): Uint8Array {
  const decided = new Uint8Array(graph.keys.length);
  for (let node = 0; node < decided.length; node += 1) {
    for (const local of configurationOf(graph, node).locals) {
      const { output } = graph.machine.local(local);
      if (output !== null) decided[node]! |= valueBit(output);
    }
  }
  return decided;
}

export const valueBit = (value: Bit): Values => (value === 0 ? ZERO : ONE);

export function backward({ first, targets }: Graph): Backward {
  const nodes = first.length - 1;
  const starts = new Int32Array(nodes + 1);
  for (const target of targets) starts[target + 1]! += 1;
  for (let node = 0; node < nodes; node += 1) starts[node + 1]! += starts[node]!;
  const next = starts.slice(0, nodes);
  const sources = new Int32Array(targets.length);
  const edges = new Int32Array(targets.length);
  for (let node = 0; node < nodes; node += 1) {
    for (let edge = first[node]!; edge < first[node + 1]!; edge += 1) {
      const place = next[targets[edge]!]!++;
      sources[place] = node;
      edges[place] = edge;
    }
  }
  return { first: starts, sources, edges };
}

/**
 * V(C): the values decided in the configurations that can be reached from each,
 * itself included. Works backwards from the decisions, so that cycles do no harm.
 * With `without`, along events at other processes alone: what is left when that
 * one has stopped.
 */
export function valencies(
  graph: Graph,
  back: Backward = backward(graph),
  decided: Uint8Array = decisions(graph),
  without = -1,
): Uint8Array {
  const values = decided.slice();
  const waiting: number[] = [];
  for (let node = 0; node < values.length; node += 1) if (values[node]) waiting.push(node);
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (let i = back.first[node]!; i < back.first[node + 1]!; i += 1) {
      if (without >= 0 && graph.machine.processOf(graph.events[back.edges[i]!]!) === without)
        continue;
      const source = back.sources[i]!;
      const more = values[source]! | values[node]!;
      if (more === values[source]) continue;
      values[source] = more;
      waiting.push(source);
    }
  }
  return values;
}

export function labelOf(values: number, decided: number, bounded: boolean): Label {
  if (decided === BOTH) return 'conflicted';
  if (values === BOTH) return 'bivalent';
  if (values === ZERO) return 'zero';
  if (values === ONE) return 'one';
  return bounded ? 'open' : 'blocked';
}
