import { visible } from '../engine/algorithm.ts';
import type { SessionFrame } from '../told.ts';

/** The longest text that any frame shows in any editor, in letters. */
export function longestText(frames: readonly SessionFrame[]): number {
  let most = 0;
  for (const { state } of frames) {
    for (const { doc } of state.networks[0]!.replicas) most = Math.max(most, visible(doc).length);
  }
  return most;
}
