import type { Analysis } from '../analysis.ts';
import { placeOf } from '../live.ts';
import type { FlpState } from './types.ts';

/** Where a state stands in a graph, or -1 if that does not hold it. */
export function nodeAt({ graph }: Analysis, state: FlpState): number {
  return placeOf(graph, state).node;
}
