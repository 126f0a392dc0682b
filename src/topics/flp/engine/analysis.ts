import { applicable, configurationOf, type Graph, type Root } from './graph.ts';
import {
  type Backward,
  BOTH,
  backward,
  decisions,
  type Label,
  labelOf,
  valencies,
} from './valency.ts';

/** A protocol's graph with what can become of each configuration. */
export interface Analysis {
  readonly graph: Graph;
  readonly back: Backward;
  /** Values decided in each configuration, as a set. */
  readonly decided: Uint8Array;
  /** Values that can be decided from it, as a set. */
  readonly values: Uint8Array;
}

export function analyse(graph: Graph): Analysis {
  const back = backward(graph);
  const decided = decisions(graph);
  return { graph, back, decided, values: valencies(graph, back, decided) };
}

export function label({ graph, values, decided }: Analysis, node: number): Label {
  return labelOf(values[node]!, decided[node]!, graph.machine.protocol.bounded ?? false);
}

/** Both decisions can still be reached, and none has been taken. */
export function isOpenQuestion({ values, decided }: Analysis, node: number): boolean {
  return values[node] === BOTH && decided[node] === 0;
}

/** The place of an event among a node's edges, or -1 if it changes nothing there. */
export function edgeOf({ first, events }: Graph, node: number, event: number): number {
  for (let edge = first[node]!; edge < first[node + 1]!; edge += 1) {
    if (events[edge] === event) return edge;
  }
  return -1;
}

/** The configuration after an event that may be a step that changes nothing. */
export function successor(graph: Graph, node: number, event: number): number {
  const edge = edgeOf(graph, node, event);
  return edge < 0 ? node : graph.targets[edge]!;
}

/** Whether the configuration is bivalent and undecided, and every step that changes it settles it. */
export function isCritical(analysis: Analysis, node: number): boolean {
  if (!isOpenQuestion(analysis, node)) return false;
  const { first, targets } = analysis.graph;
  for (let edge = first[node]!; edge < first[node + 1]!; edge += 1) {
    if (analysis.values[targets[edge]!] === BOTH) return false;
  }
  return true;
}

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

/** The hooks at one configuration, each ordered pair of events by itself. */
export function* hooksAt({ graph, values }: Analysis, node: number): Generator<Hook> {
  const { first, events, targets } = graph;
  for (let i = first[node]!; i < first[node + 1]!; i += 1) {
    const now = targets[i]!;
    if (values[now] !== 1 && values[now] !== 2) continue;
    for (let j = first[node]!; j < first[node + 1]!; j += 1) {
      const edge = i === j ? -1 : edgeOf(graph, targets[j]!, events[i]!);
      if (edge < 0 || values[targets[edge]!] !== BOTH - values[now]!) continue;
      yield { node, event: events[i]!, other: events[j]!, now, later: targets[edge]! };
    }
  }
}

/** Lemma 1 at one configuration: pairs of events at different processes, in both orders. */
export interface Diamonds {
  readonly checked: number;
  readonly failed: number;
}

/** All events that can be applied count, those that change nothing among them. */
export function diamondsAt(graph: Graph, node: number): Diamonds {
  const events = applicable(graph.machine, configurationOf(graph, node));
  const ends = events.map((event) => successor(graph, node, event));
  let [checked, failed] = [0, 0];
  for (const [i, e] of events.entries()) {
    for (let j = i + 1; j < events.length; j += 1) {
      const f = events[j]!;
      if (graph.machine.processOf(e) === graph.machine.processOf(f)) continue;
      checked += 1;
      if (successor(graph, ends[i]!, f) !== successor(graph, ends[j]!, e)) failed += 1;
    }
  }
  return { checked, failed };
}

/** No decision, and all that the others can do, with p stopped, changes nothing. */
export function isStuckWithout({ graph, decided }: Analysis, node: number, p: number): boolean {
  if (decided[node]) return false;
  for (let edge = graph.first[node]!; edge < graph.first[node + 1]!; edge += 1) {
    if (graph.machine.processOf(graph.events[edge]!) !== p) return false;
  }
  return true;
}

/** Initial configurations that are bivalent. */
export function bivalentRoots({ graph, values }: Analysis): readonly Root[] {
  return graph.roots.filter(({ node }) => values[node] === BOTH);
}
