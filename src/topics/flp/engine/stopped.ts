import { configurationOf, exploreFrom, type Graph, inOneGo } from './graph.ts';
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
