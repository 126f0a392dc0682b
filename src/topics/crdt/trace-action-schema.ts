import * as v from 'valibot';
import type { TraceAction } from './engine/trace/engine.ts';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Actions as a link brings them: shape and ranges. Whether one is legal is the engine's word. */
export const traceActionSchema: v.GenericSchema<unknown, TraceAction> = v.variant('type', [
  v.strictObject({ type: v.literal('play') }),
  v.strictObject({
    type: v.literal('type'),
    at: whole,
    remove: whole,
    text: v.pipe(v.string(), v.maxLength(10_000)),
  }),
]);
