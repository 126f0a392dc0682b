import { type Analysis, changesNothing, isOpenQuestion } from './analysis.ts';
import { configurationOf, deliveries, type Graph } from './graph.ts';
import { carried } from './quotient.ts';
import { BOTH } from './valency.ts';

/** A way to apply an event so that both decisions stay possible. */
export interface Detour {
  /** The edges before it, none of which is the event itself. */
  readonly before: readonly number[];
  /** The event's own edge, or -1 where it changes nothing. */
  readonly last: number;
  /** Where it is applied, and where that leads. */
  readonly from: number;
  readonly to: number;
}

/** A configuration reached without the event. */
interface Reached {
  readonly node: number;
  /** What the event is called there; `LAPSED` once its message is left out. */
  readonly event: number;
  /** The edge that led here, and from where; -1 and `null` at the start. */
  readonly edge: number;
  readonly from: Reached | null;
}

/** More than there are numbers for messages. */
const NAMES = 2 ** 17;

/**
 * What is reached from a node by edges that are not the event (p, m), nearest first.
 * A quotient renames the message on the way, so that one configuration may be
 * reached with the event under several names. `into` says what to enter.
 */
function* reachedWithout(
  graph: Graph,
  node: number,
  event: number,
  into: (node: number) => boolean,
): Generator<Reached, void, void> {
  const { machine, first, events, targets } = graph;
  const found: Reached[] = [{ node, event, edge: -1, from: null }];
  const seen = new Set([node * NAMES + event]);
  for (const from of found) {
    yield from;
    for (let edge = first[from.node]!; edge < first[from.node + 1]!; edge += 1) {
      const target = targets[edge]!;
      if (machine.delivery(events[edge]!) === from.event || !into(target)) continue;
      const next = carried(graph, edge, from.event);
      const key = target * NAMES + next;
      if (seen.has(key)) continue;
      seen.add(key);
      found.push({ node: target, event: next, edge, from });
    }
  }
}

/**
 * Lemma 3 for one bivalent configuration and one event (p, m), by number and however
 * its coins fall: the nearest of the configurations reached without it in which it
 * keeps both decisions possible. `null` if there is none, which the paper excludes
 * for protocols that put up with a fault. How coins fall is for the scheduler to
 * choose. Univalent configurations are not entered: what comes after them is
 * univalent as well. Where a quotient puts the event off because it would get too
 * far ahead, it has to wait.
 */
export function detour({ graph, values }: Analysis, node: number, event: number): Detour | null {
  const isOpen = (target: number) => values[target] === BOTH;
  for (const reached of reachedWithout(graph, node, event, isOpen)) {
    const from = reached.node;
    const open = edgesOf(graph, from, reached.event).find((edge) => isOpen(graph.targets[edge]!));
    const idle = changesNothing(graph, from, reached.event) && isOpen(from);
    if (open === undefined && !idle) continue;
    const before: number[] = [];
    for (let at = reached; at.from; at = at.from) before.push(at.edge);
    const end =
      open === undefined ? { last: -1, to: from } : { last: open, to: graph.targets[open]! };
    return { before: before.reverse(), from, ...end };
  }
  return null;
}

/** The edges of an event (p, m): one for each way in which its coins fall, none if it changes nothing or is put off. */
function edgesOf(
  { machine, first, events }: Graph,
  node: number,
  event: number,
): readonly number[] {
  const edges: number[] = [];
  for (let edge = first[node]!; edge < first[node + 1]!; edge += 1) {
    if (machine.delivery(events[edge]!) === event) edges.push(edge);
  }
  return edges;
}

/** The two sets of Lemma 3 for a configuration C and an event e. */
export interface Lens {
  /** The set 𝒞: what is reached from C without e, C itself first. */
  readonly without: readonly LensPoint[];
  /** The set D: what e makes of those. */
  readonly after: ReadonlySet<number>;
  /** The shortest way to a bivalent member of D. */
  readonly detour: Detour | null;
}

/** A configuration of 𝒞. In a quotient it may be there more than once, with the event under other names. */
export interface LensPoint {
  readonly node: number;
  /** What e is called there; `LAPSED` if it is a message that makes no difference any more. */
  readonly event: number;
  /** What e makes of it: one for each way in which coins fall, none if it is put off. */
  readonly ends: readonly number[];
}

export function lens(analysis: Analysis, node: number, event: number): Lens {
  const { graph } = analysis;
  const reached = [...reachedWithout(graph, node, event, () => true)];
  const without = reached.map((at): LensPoint => {
    const ends = edgesOf(graph, at.node, at.event).map((edge) => graph.targets[edge]!);
    if (changesNothing(graph, at.node, at.event)) ends.push(at.node);
    return { node: at.node, event: at.event, ends };
  });
  const after = new Set(without.flatMap(({ ends }) => ends));
  return { without, after, detour: detour(analysis, node, event) };
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

/**
 * All events that can happen there, those put off and those that change nothing
 * among them. A quotient leaves messages out that change nothing; empty deliveries
 * that change nothing do not count there either.
 */
export function lemma3Events({ graph }: Analysis, node: number): readonly number[] {
  const { machine } = graph;
  const events = deliveries(machine, configurationOf(graph, node));
  if (!machine.protocol.quotient) return events;
  return events.filter((event) => !changesNothing(graph, node, event));
}

export function* countLemma3(analysis: Analysis, slice = 20): Generator<number, Lemma3Count, void> {
  const { graph } = analysis;
  const blamed = Array.from({ length: graph.machine.processes }, () => 0);
  let [holds, fails, longest] = [0, 0, 0];
  for (let node = 0; node < graph.keys.length; node += 1) {
    if (node % slice === slice - 1) yield node;
    if (!isOpenQuestion(analysis, node)) continue;
    for (const event of lemma3Events(analysis, node)) {
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
