import { type ExploreProgress, type ExploreResult, explore } from '../../../../lab/explore.ts';
import type { BrokenRules } from '../tree/options.ts';
import { type Bounds, boundedSim, identifySim } from './bounded.ts';
import { tinyStore } from './breakable.ts';
import type { SimAction } from './types.ts';

/** Every state that a tiny store can reach, nearest first, until one breaks a promise. */
export function searchTinyStore(
  rules: BrokenRules,
  bounds: Bounds,
  keys = 1,
): Generator<ExploreProgress, ExploreResult<SimAction>, void> {
  const options = { identify: identifySim, slice: 100 };
  return explore(boundedSim(bounds), tinyStore(rules, keys), 1, options);
}
