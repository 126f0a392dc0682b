import type { Analysis } from '../engine/analysis.ts';
import { analyse } from '../engine/analysis.ts';
import { graphOf } from '../engine/graph.ts';
import type { Choice } from '../engine/protocols/index.ts';
import { isLight } from '../engine/run/outlook.ts';
import { protocolFor } from '../engine/run/rules.ts';

const known = new Map<string, Analysis>();
const begun = new Set<string>();
/** Counts those that have been finished, for whoever waits for one. */
let finished = $state(0);

/** What can come of all inputs together, as soon as it is known. */
export function knownCube(choice: Choice): Analysis | null {
  const key = JSON.stringify(choice);
  // Read, so that whoever asks is told when one is finished.
  const found = finished >= 0 ? known.get(key) : undefined;
  if (found) return found;
  if (!isLight(choice) && typeof window !== 'undefined') return null;
  const analysis = analyse(graphOf(protocolFor(choice)));
  known.set(key, analysis);
  return analysis;
}

/** Begins to work it out beside the page, unless that was done or begun. */
export async function workOutCube(choice: Choice): Promise<void> {
  const key = JSON.stringify(choice);
  if (isLight(choice) || known.has(key) || begun.has(key)) return;
  begun.add(key);
  const { analyseInWorker } = await import('../classify-client.ts');
  known.set(key, await analyseInWorker(choice, null));
  finished += 1;
}
