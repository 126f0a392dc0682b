import type { Analysis } from './analysis.ts';
import { after, configurationOf, type Graph } from './graph.ts';
import { type Live, perform, placeOf } from './live.ts';
import type { FlpEvent } from './protocol.ts';
import { carried, eventAt, eventInRun, LAPSED } from './quotient.ts';
import { BOTH } from './valency.ts';

/** A way through a graph that ends with a given event and keeps both decisions possible. */
export interface Way {
  /** Edges before it, none of which is the event itself. */
  readonly before: readonly number[];
  /** The event's own edge, or -1 where it changes nothing. */
  readonly last: number;
}

/**
 * Lemma 3 of the paper as a search: from a bivalent configuration the shortest
 * schedule without the event (p, m) to one in which that keeps both decisions
 * possible. How its coins fall is for the adversary to choose. `null` if there is
 * none, which the paper excludes for a protocol that puts up with a fault.
 * In a quotient the event is followed as its message is renamed, until it lapses;
 * where it would get too far ahead, it has to wait as well.
 */
export function findWay(analysis: Analysis, node: number, event: number): Way | null {
  const { machine, first, events, targets } = analysis.graph;
  const found = [{ node, event, edge: -1, from: -1 }];
  const seen = new Set([`${node} ${event}`]);
  for (const [i, at] of found.entries()) {
    const last = lastEdge(analysis, at.node, at.event);
    if (last !== null) {
      const before: number[] = [];
      for (let j = i; j > 0; j = found[j]!.from) before.push(found[j]!.edge);
      return { before: before.reverse(), last };
    }
    for (let edge = first[at.node]!; edge < first[at.node + 1]!; edge += 1) {
      const target = targets[edge]!;
      const isIt = machine.delivery(events[edge]!) === at.event;
      if (isIt || analysis.values[target] !== BOTH) continue;
      const next = carried(analysis.graph, edge, at.event);
      const key = `${target} ${next}`;
      if (seen.has(key)) continue;
      seen.add(key);
      found.push({ node: target, event: next, edge, from: i });
    }
  }
  return null;
}

/** The event's edge to a bivalent configuration, -1 if it changes nothing, `null` if it may not come yet. */
function lastEdge({ graph, values }: Analysis, node: number, event: number): number | null {
  const { machine, first, events, targets } = graph;
  if (event === LAPSED) return -1;
  for (let edge = first[node]!; edge < first[node + 1]!; edge += 1) {
    if (machine.delivery(events[edge]!) === event && values[targets[edge]!] === BOTH) return edge;
  }
  return changesNothing(graph, node, event) ? -1 : null;
}

/** Whether an event is a step with an empty delivery that leaves everything as it is. */
function changesNothing(graph: Graph, node: number, event: number): boolean {
  const { machine } = graph;
  if (event >= machine.processes) return false;
  const before = configurationOf(graph, node);
  return machine
    .outcomes(before.locals[event]!, event)
    .some((outcome) => after(machine, before, outcome) === before);
}

/** One stage of the adversary: the head of the queue gets its oldest message. */
export interface Stage {
  readonly p: number;
  /** The oldest message to p when the stage began, or `null` where there was none. */
  readonly message: string | null;
  /** The schedule, with rounds counted on as in the run. The last event is p's with that message. */
  readonly events: readonly FlpEvent[];
  /** The configuration of the run after it. */
  readonly live: Live;
}

/**
 * One stage with p at the head: the oldest of its messages arrives last, and both
 * decisions are still possible. `null` where Lemma 3 fails. Messages that a
 * quotient has left out arrive at once, as they change nothing. Throws
 * `RangeError` if the run is not at a bivalent configuration of the graph.
 */
export function playStage(analysis: Analysis, live: Live, p: number): Stage | null {
  const { graph, values } = analysis;
  const { node, rounds } = placeOf(graph, live);
  if (values[node] !== BOTH) throw new RangeError('Only a bivalent configuration can be kept so.');
  const message = live.buffer.find(({ to }) => to === p)?.message ?? null;
  const way = findWay(analysis, node, eventAt(graph, node, rounds, { p, message }));
  if (!way) return null;
  const events: FlpEvent[] = [];
  let passed = rounds;
  for (const edge of way.before) {
    events.push(eventInRun(graph, graph.events[edge]!, passed));
    passed += graph.moved[edge]!;
  }
  events.push(way.last < 0 ? { p, message } : eventInRun(graph, graph.events[way.last]!, passed));
  const { protocol } = graph.machine;
  return { p, message, events, live: events.reduce((l, e) => perform(protocol, l, e), live) };
}

/**
 * The proof's own scheduler (Fischer, Lynch, Paterson 1985, Theorem 1): a queue of
 * processes, of which the head takes a step with its oldest message in each stage
 * and then goes to the tail. Every process steps for ever and every message
 * arrives, and yet nothing is decided. It ends with the head of the queue for which
 * Lemma 3 fails, or never.
 */
export function* adversary(
  analysis: Analysis,
  start: Live,
  order: readonly number[] = start.locals.map((_, p) => p),
): Generator<Stage, number, void> {
  let live = start;
  for (let turn = 0; ; turn = (turn + 1) % order.length) {
    const stage = playStage(analysis, live, order[turn]!);
    if (!stage) return order[turn]!;
    live = stage.live;
    yield stage;
  }
}
