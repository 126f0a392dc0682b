import { runInSlices } from '../../../lab/work.ts';
import type { Analysis } from '../engine/analysis.ts';
import { analysisAt, analysisInPieces, analysisReady, isLight } from '../engine/run/outlook.ts';
import type { FlpState } from '../engine/run/types.ts';

/** Those that are being worked out. */
const begun = new Set<string>();
/** Counts the analyses that have been finished, for those who wait for one. */
let finished = $state(0);

/**
 * What can come of the run's inputs, as soon as it is known: at once for a light
 * protocol and wherever there is no page to keep responsive, else after a while.
 */
export function knownOf(state: FlpState): Analysis | null {
  if (isLight(state.config.protocol) || typeof window === 'undefined') return analysisAt(state);
  // Read, so that whoever asks is told when one is finished.
  return finished >= 0 ? analysisReady(state) : null;
}

const keyOf = ({ config, inputs }: FlpState) =>
  `${JSON.stringify(config.protocol)} ${inputs.join('')}`;

/** Begins to work it out, unless that was done or begun. */
export async function workOut(state: FlpState): Promise<void> {
  const key = keyOf(state);
  if (isLight(state.config.protocol) || analysisReady(state) || begun.has(key)) return;
  begun.add(key);
  await runInSlices(analysisInPieces(state));
  finished += 1;
}
