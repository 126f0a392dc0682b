import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A generator's whole state as plain numbers, so that it can be part of an engine's state. */
export type RandomState = readonly number[];

/** The state a seed leads to. `seed` is any 32-bit integer. */
export function seedRandom(seed: number): RandomState {
  return xoroshiro128plus(seed).getState();
}

/** An integer from `low` to `high`, both included, and the state after it. */
export function drawInt(
  state: RandomState,
  low: number,
  high: number,
): readonly [number, RandomState] {
  const generator = xoroshiro128plusFromState(state);
  const value = uniformInt(generator, low, high);
  return [value, generator.getState()];
}

/** A number from 0 up to, not including, 1, and the state after it. */
export function drawUnit(state: RandomState): readonly [number, RandomState] {
  const generator = xoroshiro128plusFromState(state);
  const value = uniformFloat64(generator);
  return [value, generator.getState()];
}
