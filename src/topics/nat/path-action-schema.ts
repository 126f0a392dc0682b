import * as v from 'valibot';
import type { PathAction } from './engine/path/types.ts';

/** An action that came from outside, such as a link. Whether it is legal is the engine’s to say. */
export const pathActionSchema: v.GenericSchema<unknown, PathAction> = v.variant('type', [
  v.strictObject({ type: v.literal('next') }),
  v.strictObject({
    type: v.literal('udp'),
    side: v.picklist(['a', 'b']),
    allowed: v.boolean(),
  }),
]);
