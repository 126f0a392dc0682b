import { type Analysis, changesNothing } from './analysis.ts';
import {
  type Configuration,
  configurationOf,
  deliveries,
  exploreFrom,
  type Graph,
  inOneGo,
} from './graph.ts';
import { backwardIn, decisionsIn, valenciesIn } from './valency.ts';

/**
 * For each configuration the values that can be decided without any step of p,
 * those decided in it included. In a quotient p holds nobody back then: rounds are
 * counted from the one that the others have reached.
 */
export function* valuesWithoutIn(graph: Graph, p: number): Generator<unknown, Uint8Array, void> {
  const { starts, ...reach } = yield* exploreFrom(graph.machine, everyNode(graph), {}, p);
  const started = { ...reach, roots: [] };
  const back = yield* backwardIn(started);
  const values = yield* valenciesIn(started, back, yield* decisionsIn(started));
  return Uint8Array.from(starts, (node) => values[node]!);
}

/** The same at once. */
export const valuesWithout = (graph: Graph, p: number): Uint8Array =>
  inOneGo(valuesWithoutIn(graph, p));

/**
 * The same for a whole analysis, each process in turn. Without a quotient nothing has
 * to be explored again: it is the same graph without the edges of one process.
 */
export function* withoutEachIn({
  graph,
  back,
  decided,
}: Analysis): Generator<unknown, readonly Uint8Array[], void> {
  const each: Uint8Array[] = [];
  for (let p = 0; p < graph.machine.processes; p += 1) {
    const values = graph.machine.protocol.quotient
      ? yield* valuesWithoutIn(graph, p)
      : yield* valenciesIn(graph, back, decided, p);
    each.push(values);
  }
  return each;
}

function* everyNode(graph: Graph): Generator<Configuration, void, void> {
  for (let node = 0; node < graph.keys.length; node += 1) yield configurationOf(graph, node);
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
