import * as v from 'valibot';
import type { DeletingAction } from './engine/deleting/types.ts';

const author = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(9));
const counter = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const id = v.strictObject({ replica: author, counter });

/** Actions as a link brings them: shape and ranges. Whether one is legal is the engine's word. */
export const deletingActionSchema: v.GenericSchema<unknown, DeletingAction> = v.variant('type', [
  v.strictObject({
    type: v.literal('insert'),
    author,
    after: v.nullable(id),
    // Counted in letters by the engine: an emoji is many code units.
    value: v.pipe(v.string(), v.maxLength(20)),
  }),
  v.strictObject({ type: v.literal('delete'), author, target: id }),
  v.strictObject({ type: v.literal('deliver'), to: author, operation: id }),
  v.strictObject({
    type: v.literal('rule'),
    rule: v.picklist(['tombstone', 'drop-children', 'reattach-to-root', 'reattach-to-parent']),
  }),
]);
