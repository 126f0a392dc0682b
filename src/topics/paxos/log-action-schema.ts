import * as v from 'valibot';
import type { LogAction } from './engine/log/types.ts';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const command = v.pipe(v.string(), v.maxLength(20));

/** Actions as a link brings them: shape and ranges. Whether one is legal is the engine's word. */
export const logActionSchema: v.GenericSchema<unknown, LogAction> = v.variant('type', [
  v.strictObject({ type: v.literal('submit') }),
  v.strictObject({ type: v.literal('ask'), ballot: whole }),
  v.strictObject({ type: v.literal('promise'), ballot: whole, member: whole }),
  v.strictObject({ type: v.literal('propose'), ballot: whole, slot: whole, value: command }),
  v.strictObject({ type: v.literal('accept'), ballot: whole, slot: whole, member: whole }),
  v.strictObject({ type: v.literal('learn'), member: whole, slot: whole }),
  v.strictObject({ type: v.literal('catch-up'), member: whole }),
  v.strictObject({ type: v.literal('crash'), member: whole }),
  v.strictObject({ type: v.literal('restart'), member: whole }),
]);
