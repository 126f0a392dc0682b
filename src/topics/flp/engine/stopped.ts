import { type Analysis, changesNothing } from './analysis.ts';
import { configurationOf, deliveries, exploreFrom, type Graph, inOneGo } from './graph.ts';
import { valencies } from './valency.ts';

/**
 * For each configuration the values that can be decided without any step of p,
 * those decided in it included. In a quotient p holds nobody back then: rounds are
 * counted from the one that the others have reached.
 */
export function valuesWithout(graph: Graph, p: number): Uint8Array {
  const begun = graph.keys.map((_, node) => configurationOf(graph, node));
  const { starts, ...reach } = inOneGo(exploreFrom(graph.machine, begun, {}, p));
  const values = valencies({ ...reach, roots: [] });
  return Uint8Array.from(starts, (node) => values[node]!);
}

/**
 * No decision, and all that the others can do, with p stopped, changes nothing. What a
 * quotient puts off is no end: in a run it can happen.
 */
export function isStuckWithout({ graph, decided }: Analysis, node: number, p: number): boolean {
  if (decided[node]) return false;
  const { machine, first, events } = graph;
  for (let edge = first[node]!; edge < first[node + 1]!; edge += 1) {
    if (machine.processOf(events[edge]!) !== p) return false;
  }
  if (!machine.protocol.quotient) return true;
  const waiting = deliveries(machine, configurationOf(graph, node));
  return waiting.every(
    (event) => machine.processOf(event) === p || changesNothing(graph, node, event),
  );
}
