import { type Graph, inOneGo, type Root } from './graph.ts';
import { LAPSED } from './quotient.ts';
import {
  type Backward,
  BOTH,
  backwardIn,
  decisionsIn,
  type Label,
  labelOf,
  valenciesIn,
} from './valency.ts';

/** A protocol's graph with what can become of each configuration. */
export interface Analysis {
  readonly graph: Graph;
  readonly back: Backward;
  /** Values decided in each configuration, as a set. */
  readonly decided: Uint8Array;
  /** Values that can be decided from it, as a set. */
  readonly values: Uint8Array;
  /** For each process the values that can be decided once it has stopped, where that is worked out. */
  readonly without?: readonly Uint8Array[];
}

export function* analyseIn(graph: Graph): Generator<void, Analysis, void> {
  const back = yield* backwardIn(graph);
  const decided = yield* decisionsIn(graph);
  return { graph, back, decided, values: yield* valenciesIn(graph, back, decided) };
}

export const analyse = (graph: Graph): Analysis => inOneGo(analyseIn(graph));

export function label({ graph, values, decided }: Analysis, node: number): Label {
  return labelOf(values[node]!, decided[node]!, graph.machine.protocol.bounded ?? false);
}

/** Both decisions can still be reached, and none has been taken. */
export function isOpenQuestion({ values, decided }: Analysis, node: number): boolean {
  return values[node] === BOTH && decided[node] === 0;
}

/** The place of an event among a node's edges, or -1 if it has none there. */
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

/**
 * Whether an event that can happen leaves everything as it is, however coins fall
 * for it. A message that is received is at least gone from the buffer, unless the
 * quotient has left it out before.
 */
export function changesNothing({ machine, keys }: Graph, node: number, event: number): boolean {
  if (event === LAPSED) return true;
  const p = machine.delivery(event);
  if (p >= machine.processes) return false;
  const local = keys[node]!.charCodeAt(p);
  const outcomes = event === p ? machine.outcomes(local, p) : [event];
  return outcomes.some((outcome) => {
    const effect = machine.effect(local, outcome);
    return effect.local === local && effect.sends.length === 0;
  });
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

/** Initial configurations that are bivalent. */
export function bivalentRoots({ graph, values }: Analysis): readonly Root[] {
  return graph.roots.filter(({ node }) => values[node] === BOTH);
}

/** An initial configuration as a corner of the cube of all inputs. */
export interface Corner extends Root {
  readonly label: Label;
}

/** Two corners, by number, that differ in the input of p alone; the first has p's 0. */
export interface Side {
  readonly zero: number;
  readonly one: number;
  readonly p: number;
}

/** The initial configurations, and which of them are neighbours. */
export interface Cube {
  /** In the order of the graph's roots. */
  readonly corners: readonly Corner[];
  readonly sides: readonly Side[];
  /**
   * The sides from a 0-valent corner to a 1-valent one. A protocol that can decide
   * both and has no bivalent corner has such a side, since the cube hangs together;
   * and it waits for that p for ever if p has stopped, or a decision without p would
   * be the same at both ends. (Fischer, Lynch, Paterson 1985, Lemma 2)
   */
  readonly split: readonly Side[];
}

export function cubeOf(analysis: Analysis): Cube {
  const { roots } = analysis.graph;
  const corners = roots.map((root) => ({ ...root, label: label(analysis, root.node) }));
  const sides = corners.flatMap(({ inputs }, zero) =>
    inputs.flatMap((input, p): readonly Side[] => {
      const twin = inputs.with(p, 1).join();
      const one = input === 0 ? roots.findIndex((root) => root.inputs.join() === twin) : -1;
      return one < 0 ? [] : [{ zero, one, p }];
    }),
  );
  const split = sides.filter(({ zero, one }) => {
    const ends = [corners[zero]!.label, corners[one]!.label];
    return ends.includes('zero') && ends.includes('one');
  });
  return { corners, sides, split };
}
