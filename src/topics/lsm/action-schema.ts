import * as v from 'valibot';
import type { ReplayAction } from './engine/real/replay-marks.ts';
import type { SimAction } from './engine/sim/types.ts';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const just = <T extends string>(type: T) => v.strictObject({ type: v.literal(type) });

/** Actions as a link brings them: shape and ranges. Whether one is legal is the engine's word. */
export const simActionSchema: v.GenericSchema<unknown, SimAction> = v.variant('type', [
  v.strictObject({ type: v.literal('put'), key: whole, bytes: whole }),
  v.strictObject({ type: v.literal('delete'), key: whole }),
  just('insert'),
  just('acknowledge'),
  v.strictObject({ type: v.literal('get'), key: whole, snapshot: v.optional(whole) }),
  v.strictObject({ type: v.literal('scan'), key: whole, count: whole }),
  v.strictObject({
    type: v.literal('operate'),
    operation: v.strictObject({
      kind: v.picklist(['put', 'delete', 'get', 'scan', 'read-modify-write']),
      key: whole,
      bytes: whole,
      count: whole,
    }),
  }),
  v.strictObject({ type: v.literal('next'), operations: v.optional(whole) }),
  just('snapshot'),
  v.strictObject({ type: v.literal('release'), seq: whole }),
  just('rotate'),
  just('flush'),
  just('pick'),
  v.strictObject({ type: v.literal('merge'), entries: v.union([whole, v.literal('all')]) }),
  just('install'),
  just('compact'),
  just('crash'),
  just('recover'),
]);

/** A replay has one action only. */
export const replayActionSchema: v.GenericSchema<unknown, ReplayAction> = v.strictObject({
  type: v.literal('apply'),
});
