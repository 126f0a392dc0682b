import * as v from 'valibot';
import type { FastAction } from './engine/fast/types.ts';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Actions as a link brings them: shape and ranges. Whether one is legal is the engine's word. */
export const fastActionSchema: v.GenericSchema<unknown, FastAction> = v.variant('type', [
  v.strictObject({ type: v.literal('open') }),
  v.strictObject({ type: v.literal('client'), value: whole }),
  v.strictObject({ type: v.literal('ask'), ballot: whole }),
  v.strictObject({ type: v.literal('promise'), ballot: whole, member: whole }),
  v.strictObject({ type: v.literal('propose'), ballot: whole, value: whole }),
  v.strictObject({ type: v.literal('vote'), ballot: whole, member: whole, value: whole }),
]);
