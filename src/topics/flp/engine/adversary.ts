import type { Analysis } from './analysis.ts';
import { detour } from './lemma3.ts';
import { type Live, perform, placeOf } from './live.ts';
import type { FlpEvent } from './protocol.ts';
import { eventAt, eventInRun } from './quotient.ts';
import { BOTH } from './valency.ts';

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
  const way = detour(analysis, node, eventAt(graph, node, rounds, { p, message }));
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
