import type { Analysis } from '../analysis.ts';
import { type Configuration, keyOf } from '../graph.ts';
import type { Local, Machine } from '../machine.ts';
import type { FlpState } from './types.ts';

/** The numbers of the processes' states. */
export function configurationOfLocals(
  machine: Machine,
  locals: readonly Local[],
): readonly number[] {
  return locals.map((local, p) => machine.localId(p, local));
}

/** The configuration of the model that a state of a run stands for. */
export function configurationAt(machine: Machine, state: FlpState): Configuration {
  return {
    locals: configurationOfLocals(machine, state.locals),
    buffer: state.buffer
      .map(({ to, message }) => machine.eventId({ p: to, message }))
      .sort((a, b) => a - b),
  };
}

/** Where a state stands in a graph, or -1 if that does not hold it. */
export function nodeAt({ graph }: Analysis, state: FlpState): number {
  return graph.ids.get(keyOf(configurationAt(graph.machine, state))) ?? -1;
}
