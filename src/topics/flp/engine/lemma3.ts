import { type Analysis, isOpenQuestion, successor } from './analysis.ts';
import { applicable, configurationOf } from './graph.ts';
import { BOTH } from './valency.ts';

/** A way to apply an event so that both decisions stay possible. */
export interface Detour {
  /** The events before it, by number; none of them is the event itself. */
  readonly before: readonly number[];
  /** Where it is applied, and where that leads. */
  readonly from: number;
  readonly to: number;
}

/**
 * Lemma 3 for one bivalent configuration and one event: the nearest of the
 * configurations reached without the event in which it keeps both decisions
 * possible. `null` if there is none, which the paper excludes for protocols that
 * put up with a fault. Univalent ones are not searched: what comes after them is
 * univalent as well.
 */
export function detour({ graph, values }: Analysis, node: number, event: number): Detour | null {
  const { first, events, targets } = graph;
  const cameFrom = new Map([[node, -1]]);
  const by = new Map<number, number>();
  const queue = [node];
  for (const at of queue) {
    const to = successor(graph, at, event);
    if (values[to] === BOTH) {
      const before: number[] = [];
      for (let n = at; n !== node; n = cameFrom.get(n)!) before.push(by.get(n)!);
      return { before: before.reverse(), from: at, to };
    }
    for (let edge = first[at]!; edge < first[at + 1]!; edge += 1) {
      const next = targets[edge]!;
      if (events[edge] === event || values[next] !== BOTH || cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      by.set(next, events[edge]!);
      queue.push(next);
    }
  }
  return null;
}

/** The two sets of Lemma 3: what is reached without the event, and what the event makes of it. */
export interface Lens {
  /** The set 𝒞, its first the configuration itself. */
  readonly without: readonly number[];
  /** The set D, place by place. */
  readonly after: readonly number[];
}

export function lens({ graph }: Analysis, node: number, event: number): Lens {
  const seen = new Set([node]);
  for (const at of seen) {
    for (let edge = graph.first[at]!; edge < graph.first[at + 1]!; edge += 1) {
      if (graph.events[edge] !== event) seen.add(graph.targets[edge]!);
    }
  }
  const without = [...seen];
  return { without, after: without.map((at) => successor(graph, at, event)) };
}

/** How many pairs of a bivalent, undecided configuration and an event keep Lemma 3. */
export interface Lemma3Count {
  readonly holds: number;
  readonly fails: number;
  /** Most events that had to come before. */
  readonly longest: number;
  /** For each process, the failures at its events. */
  readonly blamed: readonly number[];
}

/** All events that can be applied to it, those that change nothing among them. */
export function* countLemma3(
  analysis: Analysis,
  slice = 200,
): Generator<number, Lemma3Count, void> {
  const { graph } = analysis;
  const blamed = Array.from({ length: graph.machine.processes }, () => 0);
  let [holds, fails, longest] = [0, 0, 0];
  for (let node = 0; node < graph.keys.length; node += 1) {
    if (node % slice === slice - 1) yield node;
    if (!isOpenQuestion(analysis, node)) continue;
    for (const event of applicable(graph.machine, configurationOf(graph, node))) {
      const found = detour(analysis, node, event);
      if (found) {
        holds += 1;
        longest = Math.max(longest, found.before.length);
      } else {
        fails += 1;
        blamed[graph.machine.processOf(event)]! += 1;
      }
    }
  }
  return { holds, fails, longest, blamed };
}
