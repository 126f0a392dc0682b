import { runInSlices } from '../../../lab/work.ts';
import type { Hatch } from '../engine/run/hatches.ts';
import { type Tally, tally, tallyIn } from '../engine/run/tally.ts';
import type { FlpState } from '../engine/run/types.ts';

const known = new Map<string, Tally>();
const begun = new Set<string>();
/** Counts those that have been finished, for those who wait for one. */
let finished = $state(0);

const keyOf = ({ config, inputs }: FlpState, hatch: Hatch | null) =>
  JSON.stringify([config.protocol, inputs, hatch]);

/** All that can come of the run's inputs, as soon as it is counted; at once where there is no page. */
export function tallyOf(state: FlpState, hatch: Hatch | null): Tally | null {
  const key = keyOf(state, hatch);
  if (typeof window === 'undefined' && !known.has(key)) {
    known.set(key, tally(state.config.protocol, state.inputs, hatch));
  }
  // Read, so that whoever asks is told when one is finished.
  return finished >= 0 ? (known.get(key) ?? null) : null;
}

/** Begins to count, unless that was done or begun. */
export async function count(state: FlpState, hatch: Hatch | null): Promise<void> {
  const key = keyOf(state, hatch);
  if (known.has(key) || begun.has(key)) return;
  begun.add(key);
  known.set(key, await runInSlices(tallyIn(state.config.protocol, state.inputs, hatch)));
  finished += 1;
}
