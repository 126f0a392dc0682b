import { configurationOf, type Graph } from '../engine/graph.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Lengths of the vectors, in units of the picture. */
export interface Spread {
  /** A vote counted, sideways; a participant’s own step is three of it. */
  readonly unit: number;
  readonly layer: number;
  /** Sideways, for an abort and for a commit. */
  readonly aborted: number;
  readonly committed: number;
}

export const WIDE: Spread = { unit: 19, layer: 54, aborted: -240, committed: 104 };
export const NARROW: Spread = { unit: 17, layer: 50, aborted: -146, committed: 58 };
/** Each participant pulls its own way, so that steps of two make a parallelogram. */
const PULL = [0, 3, -3];

/**
 * Places for the configurations of two-phase commit with at most two
 * participants. What has happened decides the place, whatever its order: every
 * kind of step moves by one vector, so commuting steps make parallelograms, and
 * all timeouts are parallel.
 */
export function commitPlaces(graph: Graph, spread: Spread): readonly Place[] {
  return graph.keys.map((_, node) => placeOf(graph, node, spread));
}

function placeOf(graph: Graph, node: number, spread: Spread): Place {
  const { machine } = graph;
  const { locals, buffer } = configurationOf(graph, node);
  const states = locals.map((id) => machine.local(id));
  const begun = states.map(({ data }) => (data as { begun: boolean }).begun);
  const waiting = (to: number) => buffer.filter((id) => machine.processOf(id) === to).length;
  const coordinator = states[0]!;
  const votes = begun.slice(1).filter(Boolean).length - waiting(0);
  let x = votes - (begun[0] ? 1 : 0);
  let layer = votes + (begun[0] ? 1 : 0);
  states.forEach((_, p) => {
    if (p === 0) return;
    const told = coordinator.output === null ? 0 : 1 - waiting(p);
    const moves = (begun[p] ? 1 : 0) + told;
    x += PULL[p]! * moves;
    layer += moves;
  });
  const { output, input } = coordinator;
  const aside = output === null ? 0 : output === 0 ? spread.aborted : spread.committed;
  // The last vote decides by itself; an empty delivery is a step of its own.
  const timedOut = output === 0 && input === 1 ? 1 : 0;
  return { x: x * spread.unit + aside, y: (layer + timedOut) * spread.layer };
}
