import * as v from 'valibot';
import type { FlpAction } from './engine/run/types.ts';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const bit = v.picklist([0, 1]);

/** Actions as a link brings them: shape and ranges. Whether one is legal is the engine's word. */
export const flpActionSchema: v.GenericSchema<unknown, FlpAction> = v.variant('type', [
  v.strictObject({
    type: v.literal('step'),
    p: whole,
    message: v.nullable(v.pipe(v.string(), v.maxLength(40))),
    coins: v.exactOptional(v.pipe(v.string(), v.maxLength(8), v.regex(/^[01]+$/))),
  }),
  v.strictObject({ type: v.literal('stop'), p: whole }),
  v.strictObject({ type: v.literal('set-up'), inputs: v.pipe(v.array(bit), v.maxLength(4)) }),
]);
