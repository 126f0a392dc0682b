import * as v from 'valibot';
import type { BirthdayAction } from './engine/birthday/types.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** An action that came from outside, such as a link. Whether it is legal is the engine’s to say. */
export const birthdayActionSchema: v.GenericSchema<unknown, BirthdayAction> = v.variant('type', [
  v.strictObject({ type: v.literal('open'), count }),
  v.strictObject({ type: v.literal('guess'), count }),
  v.strictObject({ type: v.literal('runs'), count }),
  v.strictObject({ type: v.literal('set'), sockets: count, probes: count }),
]);
