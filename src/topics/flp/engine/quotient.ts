import type { Configuration, Graph } from './graph.ts';
import type { Machine } from './machine.ts';
import type { FlpEvent, Letter, Local, Quotient } from './protocol.ts';

/** A configuration that stands for all that differ from it in nothing that matters. */
export interface Reduced {
  readonly locals: readonly Local[];
  readonly letters: readonly Letter[];
  /** By how many rounds it was moved back. */
  readonly rounds: number;
}

/**
 * What a quotient makes of a configuration. `among` says for each process whether it
 * takes part; who takes no more steps is left as it is, and holds nobody back.
 */
export function reduceBy(
  quotient: Quotient<unknown> | undefined,
  locals: readonly Local[],
  letters: readonly Letter[],
  among: readonly boolean[],
): Reduced {
  if (!quotient) return { locals, letters, rounds: 0 };
  const slowest = Math.min(
    ...locals.filter((_, p) => among[p]).map((local) => quotient.phase(local)),
  );
  const rounds = Math.floor(slowest / quotient.phases);
  const left = letters.filter(
    ({ to, message }) => among[to] && quotient.matters(locals[to]!, message),
  );
  return {
    locals: locals.map((local, p) => (among[p] ? quotient.moved(local, -rounds) : local)),
    letters: left.map(({ to, message }) => ({ to, message: quotient.later(message, -rounds) })),
    rounds,
  };
}

/** The same by number, for states and messages that need not have numbers yet. */
export function reduceNamed(
  machine: Machine,
  locals: readonly Local[],
  letters: readonly Letter[],
  among: readonly boolean[],
): { readonly configuration: Configuration; readonly rounds: number } {
  const reduced = reduceBy(machine.protocol.quotient, locals, letters, among);
  return {
    configuration: {
      locals: reduced.locals.map((local, p) => machine.localId(p, local)),
      buffer: reduced.letters
        .map(({ to, message }) => machine.eventId({ p: to, message }))
        .sort((a, b) => a - b),
    },
    rounds: reduced.rounds,
  };
}

/** Stands for an event whose message is left out by now: it can happen, and changes nothing. */
export const LAPSED = -1;

/** The number that an event (p, m) of a run has at a node which the run is ahead of by so many rounds. */
export function eventAt(
  { machine, keys }: Graph,
  node: number,
  rounds: number,
  { p, message }: FlpEvent,
): number {
  if (message === null) return p;
  const event = machine.eventId({ p, message: named(machine, message, -rounds) });
  return keys[node]!.includes(String.fromCharCode(event), machine.processes) ? event : LAPSED;
}

/**
 * What the event (p, m) is called after an edge of another event: moving rounds back
 * renames its message, and it may have been left out.
 */
export function carried(graph: Graph, edge: number, event: number): number {
  const { machine, keys, targets, moved } = graph;
  if (event === LAPSED) return LAPSED;
  const delivery = machine.delivery(event);
  if (delivery < machine.processes || !machine.protocol.quotient) return delivery;
  const node = targets[edge]!;
  if (moved[edge] !== 0) return eventAt(graph, node, moved[edge]!, machine.event(delivery));
  return keys[node]!.includes(String.fromCharCode(delivery), machine.processes) ? delivery : LAPSED;
}

/** The same with the coins falling in it as they did. */
export function followed(graph: Graph, edge: number, event: number): number {
  const { machine } = graph;
  const delivery = carried(graph, edge, event);
  if (delivery === LAPSED || machine.delivery(event) === event) return delivery;
  const { coins } = machine.event(event);
  return machine.eventId({ ...machine.event(delivery), ...(coins && { coins }) });
}

/** An event of the graph by its name in a run that is ahead by so many rounds. */
export function eventInRun({ machine }: Graph, event: number, rounds: number): FlpEvent {
  const { message, ...rest } = machine.event(event);
  return { ...rest, message: message && named(machine, message, rounds) };
}

function named(machine: Machine, message: string, rounds: number): string {
  return machine.protocol.quotient?.later(message, rounds) ?? message;
}
