import * as v from 'valibot';
import type { ReadingAction } from './engine/reading/types.ts';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** An action that came from outside, such as a link. Whether it is legal is the engine’s to say. */
export const readingActionSchema: v.GenericSchema<unknown, ReadingAction> = v.variant('type', [
  v.strictObject({ type: v.literal('next') }),
  v.strictObject({ type: v.literal('field'), field: whole }),
  v.strictObject({ type: v.literal('flip'), bit: whole }),
]);
