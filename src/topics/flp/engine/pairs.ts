import { type Analysis, changesNothing, edgeOf } from './analysis.ts';
import { applicable, configurationOf, type Graph } from './graph.ts';
import { followed, LAPSED } from './quotient.ts';
import { BOTH, ONE, ZERO } from './valency.ts';

/** Configurations that differ by one event e′, in which the same event e leads to different ends. */
export interface Hook {
  readonly node: number;
  /** By number: e, which decides, and e′, which makes the difference. */
  readonly event: number;
  readonly other: number;
  /** e(C) and e(e′(C)). */
  readonly now: number;
  readonly later: number;
}

/**
 * The hooks at one configuration, each ordered pair of events by itself; where coins
 * are tossed, they fall the same for e both times. A pair does not count if e changes
 * nothing any more after e′, other than the buffer.
 */
export function* hooksAt({ graph, values }: Analysis, node: number): Generator<Hook> {
  const { machine, first, events, targets } = graph;
  for (let i = first[node]!; i < first[node + 1]!; i += 1) {
    const [event, now] = [events[i]!, targets[i]!];
    if (values[now] !== ZERO && values[now] !== ONE) continue;
    for (let j = first[node]!; j < first[node + 1]!; j += 1) {
      const other = events[j]!;
      if (machine.delivery(event) === machine.delivery(other)) continue;
      const then = followed(graph, j, event);
      // A message that the quotient left out is received all the same.
      const edge = then === LAPSED ? j : edgeOf(graph, targets[j]!, then);
      if (edge < 0 || values[targets[edge]!] !== BOTH - values[now]!) continue;
      yield { node, event, other, now, later: targets[edge]! };
    }
  }
}

/** Lemma 1 at one configuration: pairs of events at different processes, in both orders. */
export interface Diamonds {
  readonly checked: number;
  readonly failed: number;
}

/**
 * All events that can be applied count, those that change nothing among them; not so
 * in a quotient, which leaves messages out that change nothing. Where a quotient puts
 * one of the two orders off, because its first event leads too far ahead and the
 * second would make up for it, there is nothing to compare: the limit is the
 * graph's, and the lemma is about the protocol, in which both orders can happen.
 */
export function diamondsAt(graph: Graph, node: number): Diamonds {
  const { machine } = graph;
  const events = applicable(machine, configurationOf(graph, node)).filter(
    (event) => !machine.protocol.quotient || !changesNothing(graph, node, event),
  );
  let [checked, failed] = [0, 0];
  for (const [i, e] of events.entries()) {
    for (let j = i + 1; j < events.length; j += 1) {
      const f = events[j]!;
      if (machine.processOf(e) === machine.processOf(f)) continue;
      const [one, two] = [endOf(graph, node, e, f), endOf(graph, node, f, e)];
      if (one < 0 || two < 0) continue;
      checked += 1;
      if (one !== two) failed += 1;
    }
  }
  return { checked, failed };
}

/** Where e and then f lead, and how many rounds on, as one number; -1 if that is put off. */
function endOf(graph: Graph, node: number, e: number, f: number): number {
  const edge = edgeOf(graph, node, e);
  if (edge < 0 && isPutOff(graph, node, e)) return -1;
  const [middle, then] = edge < 0 ? [node, f] : [graph.targets[edge]!, followed(graph, edge, f)];
  const last = then === LAPSED ? -1 : edgeOf(graph, middle, then);
  if (last < 0 && isPutOff(graph, middle, then)) return -1;
  const rounds = roundsOver(graph, edge) + roundsOver(graph, last);
  return rounds * graph.keys.length + (last < 0 ? middle : graph.targets[last]!);
}

const roundsOver = ({ moved }: Graph, edge: number): number => (edge < 0 ? 0 : moved[edge]!);

/** Whether an event without an edge is one that leads too far ahead, and not one that changes nothing. */
function isPutOff(graph: Graph, node: number, event: number): boolean {
  return graph.machine.protocol.quotient !== undefined && !changesNothing(graph, node, event);
}
