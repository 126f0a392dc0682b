import type { Analysis } from '../engine/analysis.ts';
import { analysisAt, analysisReady, isLight, keep } from '../engine/run/outlook.ts';
import type { FlpState } from '../engine/run/types.ts';

/** Those that are being worked out, and how many configurations have been found of each. */
const begun = new Set<string>();
let found = $state.raw<Readonly<Record<string, number>>>({});
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

/** How many configurations have been found so far, while they are. */
export const foundOf = (state: FlpState): number => found[keyOf(state)] ?? 0;

const keyOf = ({ config, inputs }: FlpState) =>
  `${JSON.stringify(config.protocol)} ${inputs.join('')}`;

/** Begins to work it out beside the page, unless that was done or begun. */
export async function workOut(state: FlpState): Promise<void> {
  const { protocol } = state.config;
  const key = keyOf(state);
  if (isLight(protocol) || analysisReady(state) || begun.has(key)) return;
  begun.add(key);
  const { analyseInWorker } = await import('../classify-client.ts');
  const analysis = await analyseInWorker(protocol, state.inputs, ({ configurations }) => {
    found = { ...found, [key]: configurations };
  });
  keep(state, analysis);
  finished += 1;
}
