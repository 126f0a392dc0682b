import { type Label, labelOf, valueBit } from '../valency.ts';
import { flpEngine } from './engine.ts';
import { BOUNDS } from './hatches.ts';
import type { FlpState } from './types.ts';

/** Beyond so many it is not worked out: the picture then says nothing. */
const MOST = 20_000;
const known = new Map<string, number | null>();

/**
 * What can still be decided in the edited model if nobody else stops. The graph
 * does not know of deadlines and detectors, so the run's own states are walked
 * through. `null` if there are too many.
 */
export function labelEdited(state: FlpState): Label | null {
  const values = valuesEdited(state);
  return values === null ? null : labelOf(values, decidedIn(state), false);
}

function valuesEdited(start: FlpState): number | null {
  const found = known.get(keyOf(start));
  if (found !== undefined) return found;
  const seen = new Map([[keyOf(start), start]]);
  let values = 0;
  for (const [, state] of seen) {
    values |= decidedIn(state);
    if (values === 3) break;
    if (seen.size > MOST) return null;
    for (const action of flpEngine.enabled(state)) {
      if (action.type !== 'step') continue;
      const next = flpEngine.step(state, action).state;
      const key = keyOf(next);
      if (!seen.has(key)) seen.set(key, next);
    }
  }
  known.set(keyOf(start), values);
  return values;
}

function decidedIn({ locals }: FlpState): number {
  return locals.reduce((set, { output }) => (output === null ? set : set | valueBit(output)), 0);
}

/** States that differ in the number of steps alone are one. */
function keyOf(state: FlpState): string {
  const { config, locals, buffer, steps, lastStep, firstStep, stopped } = state;
  const timed = config.hatch === 'deadlines';
  const age = (step: number) => (timed ? steps - step : 0);
  const mail = buffer.map(({ to, message, sent }) => `${to} ${message} ${age(sent)}`).sort();
  const waits = firstStep.map((step) =>
    step === null ? null : Math.min(age(step), BOUNDS.timeout),
  );
  return JSON.stringify([
    config.protocol,
    config.hatch,
    locals,
    mail,
    lastStep.map(age),
    waits,
    stopped,
  ]);
}
